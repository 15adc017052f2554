package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.OtlpReceiver;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin under the Java agent. The agent uses its own SDK, which does not see the processors of this plugin. */
@Tag("opentelemetry-1.50")
class JavaAgentTest {

    private static final Path AGENT = Path.of("target", "agent", "opentelemetry-javaagent.jar");

    private static final List<String> printed = new ArrayList<>();
    private static final List<Span> spans = new ArrayList<>();
    private static final List<LogRecord> records = new ArrayList<>();

    private static List<String> errors = List.of();

    /** The plugin is also among the agent's extensions, where it does not belong. This must not change anything. */
    @BeforeAll
    static void run(@TempDir Path directory) throws Exception {
        Path extension = ForkedJvm.pack(
                ForkedJvm.placeOf(TelemetryAutoConfiguration.class),
                directory.resolve("telemetry-context-opentelemetry.jar"));
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            List<String> options = new ArrayList<>();
            options.add("-javaagent:" + AGENT.toAbsolutePath());
            options.add("-Dotel.javaagent.extensions=" + extension);
            receiver.settings().forEach((key, value) -> options.add("-D" + key + "=" + value));
            options.add("-Dotel.instrumentation.logback-appender.experimental.mdc-attributes.included=*");
            options.add("-Dotel.instrumentation.log4j-appender.experimental.mdc-attributes.included=*");
            options.add("-Dlog4j2.contextDataInjector=io.github.telemetrycontext.log4j2.TelemetryContextDataInjector");
            Result result = new ForkedJvm()
                    .options(options.toArray(String[]::new))
                    .run(AgentProgram.class)
                    .succeeded();
            printed.addAll(result.out());
            errors = result.err();
            spans.addAll(receiver.spans);
            records.addAll(receiver.records);
        }
    }

    @Test
    void warnsOnceThatPluginIsNotAnExtension() {
        assertThat(errors)
                .filteredOn(line -> line.contains("telemetrycontext"))
                .singleElement()
                .asString()
                .contains(" WARN ")
                .endsWith(
                        "telemetry-context-opentelemetry is disabled: it is not an extension of the Java agent. Remove the"
                                + " jar from otel.javaagent.extensions, and add it to the dependencies of the application."
                                + " The extension is telemetry-context-opentelemetry-agent");
    }

    @Test
    void agentPropagatesContextToPoolsAndFutures() {
        assertThat(printed).contains("pool: s-1", "future: s-1", "scope in a carried task: s-2");
    }

    @Test
    void agentDoesNotPropagateContextToNewThreads() {
        assertThat(printed).contains("new thread: null");
    }

    @Test
    void leavesNoContextOnAnyThread() {
        assertThat(printed)
                .contains(
                        "after an interleaved close: null",
                        "after both: null",
                        "context is root again: true",
                        "pool afterwards: null",
                        "main afterwards: null");
    }

    @Test
    void agentSpansHaveFieldsOnlyIfSetManually() {
        Map<String, Map<String, Object>> attributes = spans.stream()
                .collect(Collectors.toMap(
                        Span::getName, span -> OtlpReceiver.valuesWithoutThread(span.getAttributesList())));
        assertThat(attributes)
                .isEqualTo(Map.of("plain span", Map.of(), "span by hand", AllFields.byName(AllFields.TYPED)));
    }

    @Test
    void agentLogbackRecordsHaveFieldsAsTextIfMdcIsCaptured() {
        assertThat(attributesOf("logback inside")).isEqualTo(AllFields.byName(AllFields.CAPTURED_AS_TEXT));
        assertThat(attributesOf("logback outside")).isEmpty();
    }

    @Test
    void agentLog4jRecordsHaveThreadContextButNoFields() {
        assertThat(attributesOf("log4j inside")).isEqualTo(Map.of("user", "u-1"));
    }

    private static Map<String, Object> attributesOf(String message) {
        return records.stream()
                .filter(record -> record.getBody().getStringValue().equals(message))
                .map(record -> OtlpReceiver.valuesWithoutThread(record.getAttributesList()))
                .findFirst()
                .orElseThrow();
    }
}
