package io.github.telemetrycontext.benchmarks;

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
    OURS_EMPTY(ClassPath.PLUGIN),
    /** Our plugin, and a scope of four fields. */
    OURS(ClassPath.PLUGIN),
    /** The same with our injector for Log4j switched off. */
    OURS_WITHOUT_INJECTOR(ClassPath.PLUGIN),
    /** Our plugin, a scope of four fields and one entry of the application's own in ThreadContext or MDC. */
    OURS_BESIDE_ONE(ClassPath.PLUGIN);

    /** The entry that is none of ours. */
    static final String FOREIGN = "tenant";

    private static final String FOREIGN_VALUE = "acme";

    /** What Log4j needs for it. */
    final ClassPath classPath;

    Scenario(ClassPath classPath) {
        this.classPath = classPath;
    }

    boolean isOurs() {
        return classPath == ClassPath.PLUGIN;
    }

    /** Makes it current on this thread for as long as the JVM lives. */
    @SuppressWarnings("MustBeClosedChecker") // that long
    void enter(Native store) {
        Fields fields = new Fields();
        switch (this) {
            case NONE, OURS_EMPTY -> {}
            case NATIVE -> store.putAll(fields.texts());
            case NATIVE_FIVE -> {
                store.putAll(fields.texts());
                store.put(FOREIGN, FOREIGN_VALUE);
            }
            case OPENTELEMETRY -> fields.baggage().makeCurrent();
            case OURS, OURS_WITHOUT_INJECTOR -> fields.telemetry().open();
            case OURS_BESIDE_ONE -> {
                fields.telemetry().open();
                store.put(FOREIGN, FOREIGN_VALUE);
            }
        }
    }

    /** What a line must show then, iterations as numbers only where the layout is ours. */
    Map<String, Object> shownBy(boolean typedLayout) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (this == NONE || this == OURS_EMPTY) {
            return shown;
        }
        Fields fields = new Fields();
        shown.putAll(fields.texts());
        if (typedLayout) {
            shown.put(Fields.ITERATION, fields.iteration);
        }
        if (this == NATIVE_FIVE || this == OURS_BESIDE_ONE) {
            shown.put(FOREIGN, FOREIGN_VALUE);
        }
        return shown;
    }
}
