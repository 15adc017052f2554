package io.github.telemetrycontext.log4j2;

import java.util.concurrent.atomic.AtomicBoolean;

/** A system property with which a part of this plugin is switched off. */
final class Switch {

    /** As many characters of an impossible value as the warning shows. */
    private static final int MAX_SHOWN = 64;

    private final String property;
    private final AtomicBoolean warned = new AtomicBoolean();

    Switch(String property) {
        this.property = property;
    }

    /** Whether it is not set to {@code false}. The first value that is impossible is reported on stderr. */
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

    /** Shortened, and without characters that would forge a line. */
    private static String excerpt(String value) {
        String start = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
        return start.replaceAll("\\p{C}|[\u2028\u2029]", "?");
    }
}
