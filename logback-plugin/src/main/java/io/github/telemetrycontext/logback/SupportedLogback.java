package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.LoggingEvent;

/** Checks the version of Logback. */
final class SupportedLogback {

    private static final @Nullable String FOUND = found();

    /** The name with the version, if known. */
    static final String NAME = FOUND == null ? "Logback" : "Logback " + FOUND;

    /** Such as <i>Logback 1.5.21 or later (found 1.5.20)</i>. */
    static final String NEEDED_AND_FOUND = neededAndFound(FOUND);

    private SupportedLogback() {}

    /** Returns the version, or null if unknown, for example in an uber-jar. */
    private static @Nullable String found() {
        String version = LoggerContext.class.getPackage().getImplementationVersion();
        if (version != null) {
            return version;
        }
        // The manifest of Logback 1.2 has no version.
        Properties pom = new Properties();
        try (InputStream in = LoggerContext.class.getResourceAsStream(
                "/META-INF/maven/ch.qos.logback/logback-classic/pom.properties")) {
            if (in != null) {
                pom.load(in);
            }
        } catch (IOException e) {
            return null;
        }
        return pom.getProperty("version");
    }

    static String neededAndFound(@Nullable String found) {
        return "Logback 1.5.21 or later" + (found == null ? "" : " (found " + found + ")");
    }

    /** Returns whether this is a Logback before 1.5.0, whose events get no fields. */
    static boolean isTooOld() {
        return FOUND != null && FOUND.matches("1\\.[0-4]\\..*");
    }

    /** Returns whether Logback shows events to turbo filters, as it does since 1.5.21. */
    static boolean filtersSeeKeyValuePairs() {
        try {
            TurboFilter.class.getMethod("decide", Logger.class, LoggingEvent.class);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
