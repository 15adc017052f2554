package io.github.telemetrycontext.log4j2;

import java.util.concurrent.atomic.AtomicBoolean;

/** A system property that switches off a part of this plugin. Thread-safe. */
final class Switch {

    /** The number of characters of an invalid value that the warning shows. */
    private static final int MAX_SHOWN = 64;

    private final String property;
    private final AtomicBoolean warned = new AtomicBoolean();

    Switch(String property) {
        this.property = property;
    }

    /** Returns false if the property is {@code false}. Reports the first invalid value on stderr. */
    boolean isOn() {
        String value = System.getProperty(property, "true");
        if ("false".equalsIgnoreCase(value)) {
            return false;
        }
        if (!"true".equalsIgnoreCase(value) && warned.compareAndSet(false, true)) {
            System.err.println("WARN The system property " + property + " can't be \"" + excerpt(value)
                    + "\". Valid values are true and false. The default, true, is used.");
        }
        return true;
    }

    /** Returns a short text without characters that could forge a log line. */
    private static String excerpt(String value) {
        String start = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
        return start.replaceAll("\\p{C}|[\u2028\u2029]", "?");
    }
}
