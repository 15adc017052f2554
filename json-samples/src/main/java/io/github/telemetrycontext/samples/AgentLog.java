package io.github.telemetrycontext.samples;

import java.util.function.Consumer;

/** The logger methods that the agent needs, so that the same agent runs with each framework. */
record AgentLog(Consumer<String> infoLevel, Consumer<String> warnLevel) {

    void info(String message) {
        infoLevel.accept(message);
    }

    void warn(String message) {
        warnLevel.accept(message);
    }
}
