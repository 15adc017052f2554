package io.github.telemetrycontext.log4j2;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.Properties;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;

/** Tells, once, that the Log4j on the class path is older than those that this library is tested with. */
final class SupportedLog4j {

    private static final Version OLDEST = Version.parse("2.20.0");
    private static final List<String> JARS = List.of("log4j-api", "log4j-core");

    private static final boolean SUPPORTED = check();

    private SupportedLog4j() {}

    /** Whether the Log4j that is there is new enough. If it is not, the first call has said so. */
    static boolean isSupported() {
        return SUPPORTED;
    }

    private static boolean check() {
        String tooOld = firstTooOld();
        if (tooOld != null) {
            // Where Log4j's status log goes. That itself may be just in the making: it wants properties, too.
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

    /** As Maven has noted it in the jar, which is still there when all jars have been merged into one. Null if unknown. */
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
