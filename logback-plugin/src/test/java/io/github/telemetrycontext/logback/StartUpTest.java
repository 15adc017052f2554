package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.ConsoleAppender;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the jar on the classpath is enough, and that the plugin prints nothing. */
class StartUpTest {

    private static final String TEXT_APPENDER =
            console("TEXT", "<encoder><pattern>%msg [%mdc] [%kvp]%n</pattern></encoder>");

    private static final String[] TEXT = {
        "inside [session_id=s-42, request_id=8c7e2f, model_id=granite, sampling_iteration=2] []",
        "own [request_id=8c7e2f, model_id=granite, sampling_iteration=2] [session_id=\"own\"]",
        "with MDC [session_id=s-42, request_id=8c7e2f, model_id=granite, sampling_iteration=2, user=u] []",
        "outside [] []"
    };

    @TempDir
    Path directory;

    @Test
    void printsOnlyEventsWithoutConfiguration() {
        Result run = Jvms.BASE.run(Application.class).succeeded();

        // Without a configuration, Logback logs at DEBUG.
        assertThat(run.out()).hasSize(5).allMatch(line -> line.matches("[0-9:.]+ \\[main\\] (INFO|DEBUG) app .*"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void addsFieldsSilentlyWithConfiguration() throws Exception {
        Result run = run(Jvms.BASE, Xml.configuration(TEXT_APPENDER, "TEXT"));

        assertThat(run.out()).containsExactly(TEXT);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void printsOnlyJsonWithEncoder() throws Exception {
        Result run = run(Jvms.ENCODER_9, Xml.configuration(console("JSON", Xml.LOGSTASH_ENCODER), "JSON"));

        assertThat(run.out()).hasSize(4).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(run.out().get(0)).contains("\"session_id\":\"s-42\"", "\"sampling_iteration\":2");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void serviceIsFoundAndLetsOthersConfigure() {
        List<Configurator> found = ServiceLoader.load(Configurator.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(TelemetryConfigurator.class::isInstance)
                .toList();
        assertThat(found).hasSize(1);

        LoggerContext context = new LoggerContext();
        found.get(0).setContext(context);

        assertThat(found.get(0).configure(context)).isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(context.getMDCAdapter()).isInstanceOf(TelemetryMdcAdapter.class);
        assertThat(context.getStatusManager().getCopyOfStatusList()).isEmpty();
    }

    private static String console(String name, String encoder) {
        return Xml.appender(name, ConsoleAppender.class, encoder);
    }

    private Result run(ForkedJvm jvm, String configuration) throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), configuration);
        return jvm.property("logback.configurationFile", file.toString())
                .run(Application.class)
                .succeeded();
    }
}
