package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.util.ClassUtils;

/** Shows what the starter has wired, and the self-check of the logging framework. */
@Endpoint(id = "telemetrycontext")
final class TelemetryContextEndpoint {

    static final String LOGBACK_CHECK = "io.github.telemetrycontext.logback.TelemetrySelfCheck";
    static final String LOG4J_CHECK = "io.github.telemetrycontext.log4j2.TelemetrySelfCheck";

    private final WiringReport report;

    TelemetryContextEndpoint(WiringReport report) {
        this.report = report;
    }

    @ReadOperation
    Map<String, Object> read() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("wiring", report.wired());
        all.put("beans", report.beans());
        SelfCheckReport check = selfCheck();
        if (check != null) {
            all.put("selfCheck", Map.of("ok", check.isOk(), "lines", check.lines()));
        }
        return all;
    }

    /** By name, because both plugins need their framework and the application has one of them. */
    private static @Nullable SelfCheckReport selfCheck() {
        boolean logback = LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback.");
        try {
            Class<?> check = ClassUtils.forName(
                    logback ? LOGBACK_CHECK : LOG4J_CHECK, TelemetryContextEndpoint.class.getClassLoader());
            return (SelfCheckReport) check.getMethod("check", String[].class).invoke(null, (Object) new String[0]);
        } catch (ReflectiveOperationException | LinkageError e) {
            // Another framework, or its plugin is excluded.
            return null;
        }
    }
}
