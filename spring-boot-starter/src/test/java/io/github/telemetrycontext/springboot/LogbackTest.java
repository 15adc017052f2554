package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;
import org.springframework.context.annotation.Configuration;

/** Applications in which somebody else has the last word on Logback's adapter, or the plugin's service is not found. */
@Tag("logback")
class LogbackTest {

    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final MDCAdapter installed = logback.getMDCAdapter();

    @BeforeEach
    void replace() {
        // A filter that is started again with the next configuration would bring the adapter back.
        logback.getTurboFilterList().clear();
        logback.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void putBack() {
        logback.setMDCAdapter(installed);
    }

    @Test
    void theAdapterIsInstalledOnceLoggingIsSetUp() {
        try (RunningApplication application = RunningApplication.start(Application.class, RunningApplication.IDS)) {
            TelemetryContext.with()
                    .sessionId("s-1")
                    .run(() -> LoggerFactory.getLogger("app").info("inside"));

            assertThat(application.line("inside")).isEqualTo("INFO inside [s-1   ]");
            assertThat(logback.getMDCAdapter()).isInstanceOf(TelemetryMdcAdapter.class);
        }
    }

    @Test
    void itIsLeftAloneIfTheStarterIsOff() {
        try (RunningApplication application = RunningApplication.start(
                Application.class, RunningApplication.IDS, "--telemetry.context.enabled=false")) {
            TelemetryContext.with()
                    .sessionId("s-1")
                    .run(() -> LoggerFactory.getLogger("app").info("inside"));

            assertThat(application.line("inside")).isEqualTo("INFO inside [   ]");
        }
    }

    @Test
    void anAdapterThatIsThereIsKept() {
        TelemetryMdcAdapter there = TelemetryMdcAdapter.install(logback);
        try (RunningApplication application = RunningApplication.start(Application.class)) {
            assertThat(application.lines()).isNotEmpty();
            assertThat(logback.getMDCAdapter()).isSameAs(there);
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {}
}
