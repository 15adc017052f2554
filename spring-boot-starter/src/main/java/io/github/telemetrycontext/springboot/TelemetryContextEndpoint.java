package io.github.telemetrycontext.springboot;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.util.ClassUtils;

/** Shows the wiring of the starter and the self-check of the logging framework. */
@Endpoint(id = "telemetrycontext")
final class TelemetryContextEndpoint {

    private static final String LOGBACK_CHECK = "io.github.telemetrycontext.logback.TelemetrySelfCheck";
    private static final String LOG4J_CHECK = "io.github.telemetrycontext.log4j2.TelemetrySelfCheck";

    static final List<String> SELF_CHECKS = List.of(LOGBACK_CHECK, LOG4J_CHECK);

    private final WiringReport report;

    TelemetryContextEndpoint(WiringReport report) {
        this.report = report;
    }

    @ReadOperation
    Map<String, Object> read() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("wiring", report.wired());
        all.put("beans", report.beans());
        List<String> check = selfCheck();
        if (check != null) {
            all.put("selfCheck", check);
        }
        return all;
    }

    /**
     * Runs the self-check by reflection, because each plugin needs its framework, and the application has only one of
     * them.
     */
    private static @Nullable List<String> selfCheck() {
        boolean logback = LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback.");
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        try {
            ClassUtils.forName(logback ? LOGBACK_CHECK : LOG4J_CHECK, TelemetryContextEndpoint.class.getClassLoader())
                    .getMethod("print", PrintStream.class, String[].class)
                    .invoke(null, new PrintStream(report, true, StandardCharsets.UTF_8), new String[0]);
        } catch (ReflectiveOperationException | LinkageError e) {
            // The application uses another framework or excludes the plugin.
            return null;
        }
        return report.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
