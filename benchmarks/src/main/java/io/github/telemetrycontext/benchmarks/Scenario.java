package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is current on the thread that logs, and by whose means its events show it. */
public enum Scenario {
    /** Nothing, and no jar that adds anything. */
    NONE(ClassPath.PLAIN),
    /** The four fields as entries of ThreadContext or MDC. */
    NATIVE(ClassPath.PLAIN),
    /** The same and one more entry. */
    NATIVE_FIVE(ClassPath.PLAIN),
    /** Baggage of OpenTelemetry with the four fields, which its provider or appender adds. */
    OPENTELEMETRY(ClassPath.OPENTELEMETRY_PROVIDER),
    /** Our plugin, and no scope. */
    OURS_EMPTY(ClassPath.PLUGINS),
    /** Our plugin, and a scope of four fields. */
    OURS(ClassPath.PLUGINS),
    /** The same with our injector for Log4j switched off. */
    OURS_WITHOUT_INJECTOR(ClassPath.PLUGINS),
    /** Our plugin, a scope of four fields and one entry of the application's own in ThreadContext or MDC. */
    OURS_BESIDE_ONE(ClassPath.PLUGINS);

    /** The entry that is none of ours. */
    static final String FOREIGN = "tenant";

    private static final String FOREIGN_VALUE = "acme";

    /** One context for all threads that enter a scenario of ours. */
    private static final TelemetryContext SHARED = new Fields().telemetry().build();

    /** What the frameworks find. */
    final ClassPath classPath;

    Scenario(ClassPath classPath) {
        this.classPath = classPath;
    }

    boolean isOurs() {
        return classPath == ClassPath.PLUGINS;
    }

    /**
     * Makes it current on this thread, in ThreadContext or MDC where it says so.
     *
     * @return what ends it; without that, it lasts as long as the thread
     */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
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

    /** What a line must show then, the iteration as text. */
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

    /** A scenario that is current. */
    interface Entered extends AutoCloseable {

        @Override
        void close();
    }
}
