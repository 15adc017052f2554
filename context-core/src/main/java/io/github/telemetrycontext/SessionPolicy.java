package io.github.telemetrycontext;

import java.util.Objects;

/**
 * Decides whether a plugin uses an id of its library as the {@code session_id} of a call. Such ids are the memory id of
 * LangChain4j and the conversation id of Spring AI.
 */
public enum SessionPolicy {

    /** Uses the id only if no session is current, so that all log lines of a request show one session. The default. */
    WHEN_ABSENT,

    /** Uses the id in place of the current session. */
    ALWAYS,

    /** Never uses the id. */
    NEVER;

    /**
     * {@return true if the id of the plugin becomes the session of a call}
     *
     * @param caller the context of the code that makes the call
     */
    public boolean appliesTo(TelemetryContext caller) {
        Objects.requireNonNull(caller, "caller");
        return this == ALWAYS || (this == WHEN_ABSENT && caller.sessionId() == null);
    }
}
