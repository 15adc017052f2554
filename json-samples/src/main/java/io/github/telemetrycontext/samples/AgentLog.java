package io.github.telemetrycontext.samples;

import java.util.function.Consumer;

/** What the agent needs of a logger, so that the same agent can be played through each framework. */
record AgentLog(Consumer<String> infoLevel, Consumer<String> warnLevel) {

    void info(String message) {
        infoLevel.accept(message);
    }

    void warn(String message) {
        warnLevel.accept(message);
    }
}
