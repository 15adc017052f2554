package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of the logging thread, and the library that adds them to events. */
public enum Scenario {
    /** No fields, and no jar that adds fields. */
    NONE(Classpath.PLAIN),
    /** The four fields as entries of ThreadContext or MDC. */
    NATIVE(Classpath.PLAIN),
    /** The same with one more entry. */
    NATIVE_FIVE(Classpath.PLAIN),
    /** Baggage of OpenTelemetry with the four fields, which its provider or appender adds. */
    OPENTELEMETRY(Classpath.OPENTELEMETRY_PROVIDER),
    /** Our plugin, and no scope. */
    OURS_EMPTY(Classpath.PLUGINS),
    /** Our plugin, and a scope of four fields. */
    OURS(Classpath.PLUGINS),
    /** The same with our Log4j injector disabled. */
    OURS_WITHOUT_INJECTOR(Classpath.PLUGINS),
    /** Our plugin, a scope of four fields, and one entry of the application in ThreadContext or MDC. */
    OURS_BESIDE_ONE(Classpath.PLUGINS);

    /** The key of the application's entry. */
    static final String FOREIGN = "tenant";

    private static final String FOREIGN_VALUE = "acme";

    /** One context for all threads that enter a scenario of ours. */
    private static final TelemetryContext SHARED = new Fields().telemetry().build();

    /** The classpath of the scenario. */
    final Classpath classPath;

    Scenario(Classpath classPath) {
        this.classPath = classPath;
    }

    boolean isOurs() {
        return classPath == Classpath.PLUGINS;
    }

    /**
     * Sets the fields on this thread, in ThreadContext or MDC for native scenarios.
     *
     * @return removes the fields when closed; otherwise they stay until the thread ends
     */
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    Entered enter(Native store) {
        Fields fields = new Fields();
        if (this == NATIVE || this == NATIVE_FIVE) {
            store.putAll(fields.texts());
        }
        if (this == NATIVE_FIVE || this == OURS_BESIDE_ONE) {
            store.put(FOREIGN, FOREIGN_VALUE);
        }
        return switch (this) {
            case NONE, OURS_EMPTY, NATIVE, NATIVE_FIVE -> store::clear;
            case OPENTELEMETRY -> fields.baggage().makeCurrent()::close;
            case OURS, OURS_WITHOUT_INJECTOR -> SHARED.makeCurrent()::close;
            case OURS_BESIDE_ONE -> {
                TelemetryContext.Scope scope = SHARED.makeCurrent();
                yield () -> {
                    scope.close();
                    store.clear();
                };
            }
        };
    }

    /** Returns the expected fields of a line, with the iteration as text. */
    Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        if (this == NONE || this == OURS_EMPTY) {
            return shown;
        }
        shown.putAll(new Fields().texts());
        if (this == NATIVE_FIVE || this == OURS_BESIDE_ONE) {
            shown.put(FOREIGN, FOREIGN_VALUE);
        }
        return shown;
    }

    /** A scenario whose fields are set. */
    interface Entered extends AutoCloseable {

        @Override
        void close();
    }
}
