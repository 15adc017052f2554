package io.github.telemetrycontext.log4j2;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.Properties;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;

/** Reports once if Log4j on the classpath is older than the oldest supported version. */
final class SupportedLog4j {

    private static final Version OLDEST = Version.parse("2.20.0");
    private static final List<String> JARS = List.of("log4j-api", "log4j-core");

    private static final boolean SUPPORTED = check();

    private SupportedLog4j() {}

    /** Returns whether Log4j is new enough. If not, the first call has reported it. */
    static boolean isSupported() {
        return SUPPORTED;
    }

    private static boolean check() {
        String tooOld = firstTooOld();
        if (tooOld != null) {
            // To stderr, as Log4j's status log does. The status log itself may not be initialized yet: it reads
            // properties too.
            System.err.println("ERROR telemetry-context-log4j2 needs Log4j " + OLDEST + " or later, but found " + tooOld
                    + ". The telemetry fields may be missing in log events. Upgrade log4j-api, log4j-core and"
                    + " log4j-layout-template-json, all to the same version.");
        }
        return tooOld == null;
    }

    private static @Nullable String firstTooOld() {
        for (String jar : JARS) {
            Version version = versionOf(jar);
            if (version != null && version.compareTo(OLDEST) < 0) {
                return jar + " " + version;
            }
        }
        return null;
    }

    /** Returns the version that Maven has written into the jar, or null if unknown. An uber-jar still contains it. */
    private static @Nullable Version versionOf(String jar) {
        String notes = "META-INF/maven/org.apache.logging.log4j/" + jar + "/pom.properties";
        try (InputStream in = LogManager.class.getClassLoader().getResourceAsStream(notes)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            String version = properties.getProperty("version");
            return version == null ? null : Version.parse(version);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
