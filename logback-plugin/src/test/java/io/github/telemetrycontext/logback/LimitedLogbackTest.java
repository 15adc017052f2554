package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.ConsoleAppender;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Tests Logback 1.5.0 to 1.5.20, which does not pass key-value pairs to filters. Only builds with these versions run it. */
@Tag("limited")
class LimitedLogbackTest {

    private static final String VERSION = System.getProperty("test.logbackVersion");

    @TempDir
    Path directory;

    @Test
    void startsSilentlyAndShowsOwnKeysTwice() throws Exception {
        assertThat(LoggerContext.class.getPackage().getImplementationVersion()).isEqualTo(VERSION);

        Result run = jvm().run(Application.class).succeeded();

        assertThat(run.out())
                .containsExactly(
                        "inside [session_id=s-42, request_id=8c7e2f, model_id=granite, sampling_iteration=2] []",
                        "own [session_id=s-42, request_id=8c7e2f, model_id=granite, sampling_iteration=2]"
                                + " [session_id=\"own\"]",
                        "with MDC [session_id=s-42, request_id=8c7e2f, model_id=granite, sampling_iteration=2,"
                                + " user=u] []",
                        "outside [] []");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void selfCheckNotesLimitationWithoutProblem() throws Exception {
        Result run = jvm().run(TelemetrySelfCheck.class);

        assertThat(run.out())
                .contains(
                        "note     filter: Logback " + VERSION + " does not pass key-value pairs to filters, so an event"
                                + " with one of the four keys as its own key-value pair may show this key twice; to fix"
                                + " this, upgrade to Logback 1.5.21 or later")
                .endsWith("result: ok");
        assertThat(run.exitValue()).isZero();
    }

    /** Spring Boot resets before the first event. Up to Logback 1.5.16, the first event installs the adapter. */
    @Test
    void showsFieldsAfterResetBeforeFirstEvent() throws Exception {
        Result run = jvm().run(ResetFirst.class);

        assertThat(run.out()).containsExactly("after the reset [session_id=s, user=u] []");
        assertThat(run.err()).isEmpty();
    }

    /** Reconfigures Logback before it logs. */
    static final class ResetFirst {

        private ResetFirst() {}

        public static void main(String[] arguments) throws Exception {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            context.stop();
            context.reset();
            JoranConfigurator joran = new JoranConfigurator();
            joran.setContext(context);
            joran.doConfigure(System.getProperty("logback.configurationFile"));
            context.start();
            MDC.put("user", "u");
            TelemetryContext.builder()
                    .sessionId("s")
                    .run(() -> context.getLogger("app").info("after the reset"));
        }
    }

    private ForkedJvm jvm() throws Exception {
        Path file = directory.resolve("logback.xml");
        Files.writeString(
                file,
                Xml.configuration(
                        Xml.appender(
                                "TEXT",
                                ConsoleAppender.class,
                                "<encoder><pattern>%msg [%mdc] [%kvp]%n</pattern></encoder>"),
                        "TEXT"));
        return Jvms.BASE.property("logback.configurationFile", file.toString());
    }
}
