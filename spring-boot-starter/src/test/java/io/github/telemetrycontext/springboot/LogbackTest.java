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

/** Another library sets Logback's adapter last, or Logback does not find the plugin's service. */
@Tag("logback")
class LogbackTest {

    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final MDCAdapter installed = logback.getMDCAdapter();

    @BeforeEach
    void replace() {
        // A filter that starts with the next configuration would install the adapter again.
        logback.getTurboFilterList().clear();
        logback.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void restore() {
        logback.setMDCAdapter(installed);
    }

    @Test
    void installsAdapterWhenLoggingIsSetUp() {
        try (RunningApplication application = RunningApplication.start(Application.class, RunningApplication.IDS)) {
            TelemetryContext.with()
                    .sessionId("s-1")
                    .run(() -> LoggerFactory.getLogger("app").info("inside"));

            assertThat(application.line("inside")).isEqualTo("INFO inside [s-1   ]");
            assertThat(logback.getMDCAdapter()).isInstanceOf(TelemetryMdcAdapter.class);
        }
    }

    @Test
    void doesNotInstallAdapterIfStarterIsOff() {
        try (RunningApplication application = RunningApplication.start(
                Application.class, RunningApplication.IDS, "--telemetry.context.enabled=false")) {
            TelemetryContext.with()
                    .sessionId("s-1")
                    .run(() -> LoggerFactory.getLogger("app").info("inside"));

            assertThat(application.line("inside")).isEqualTo("INFO inside [   ]");
        }
    }

    @Test
    void keepsAdapterThatIsAlreadyInstalled() {
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
