package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * OpenTelemetry's appender for Logback. It emits on the thread that calls the appender and does not propagate a
 * context.
 */
@Tag("opentelemetry-1.50")
class LogbackAppenderTest {

    private final ExportedLogs exported = new ExportedLogs();
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("app");
    private final OpenTelemetryAppender appender = new OpenTelemetryAppender();

    LogbackAppenderTest() {
        TelemetryMdcAdapter.install(context);
        appender.setContext(context);
        appender.setOpenTelemetry(exported.sdk);
    }

    @Test
    void appenderOfLoggerHasTypedFieldsUnderBothNames() {
        appender.start();
        log.addAppender(appender);
        logInsideAndOutside();

        assertThat(exported.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("inside", AllFields.TYPED, "outside", Map.of()));
    }

    @Test
    void asyncAppenderHasCapturedMdcEntriesAsText() {
        appender.setMdcAttributesIncluded("session_id,request_id,model_id,sampling_iteration");
        logBehindAsyncAppender();

        assertThat(exported.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("inside", AllFields.CAPTURED_AS_TEXT, "outside", Map.of()));
    }

    @Test
    void asyncAppenderLosesFieldsIfMdcIsNotCaptured() {
        logBehindAsyncAppender();

        assertThat(exported.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("inside", Map.of(), "outside", Map.of()));
    }

    private void logBehindAsyncAppender() {
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.addAppender(appender);
        appender.start();
        async.start();
        log.addAppender(async);
        logInsideAndOutside();
        async.stop();
    }

    private void logInsideAndOutside() {
        AllFields.CONTEXT.wrap((Runnable) () -> log.info("inside")).run();
        log.info("outside");
    }
}
