package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.OtlpReceiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields on spans and log records of an application that runs under the Java agent with this extension. */
@ParameterizedClass
@MethodSource("io.github.telemetrycontext.opentelemetry.agent.Agent#versions")
class AgentTest {

    private static final Map<String, Object> ALL = Map.of(
            "session_id", "s-1",
            "gen_ai.conversation.id", "s-1",
            "request_id", "r-1",
            "model_id", "granite",
            "sampling_iteration", 3L);

    @Parameter
    String version = "";

    private static Agent agent = Agent.NONE;

    @BeforeParameterizedClassInvocation
    static void run(String version, @TempDir Path directory) throws Exception {
        agent = Agent.run(version, directory, AgentProgram.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "pool", "future", "stage", "after nested"})
    void spansAndRecordsHaveTypedFields(String place) {
        assertEverywhere(place, ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "all hidden", "new thread", "after", "pool after"})
    void spansAndRecordsHaveNoFieldsOutsideOfScopes(String place) {
        assertEverywhere(place, Map.of());
    }

    @Test
    void nestedScopeReplacesFields() {
        Map<String, Object> expected = new HashMap<>(ALL);
        expected.put("session_id", "s-2");
        expected.put("gen_ai.conversation.id", "s-2");
        assertEverywhere("nested", expected);
    }

    @Test
    void hiddenFieldIsAbsent() {
        Map<String, Object> expected = new HashMap<>(ALL);
        expected.remove("request_id");
        assertEverywhere("hidden", expected);
    }

    @Test
    void spansOfInstrumentationHaveFields() {
        assertThat(agent.span("annotated")).containsAllEntriesOf(ALL);
        assertThat(agent.spans())
                .filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                .hasSize(3)
                .anyMatch(span -> span.getName().startsWith("SELECT"))
                .allSatisfy(span -> assertThat(OtlpReceiver.valuesWithoutThread(span.getAttributesList()))
                        .containsAllEntriesOf(ALL));
    }

    @Test
    void modelCallHasModelOfConventionsUnlessSpanHasModel() {
        assertThat(agent.span("chat")).containsEntry("gen_ai.request.model", "granite");
        assertThat(agent.span("chat with a model"))
                .containsEntry("gen_ai.request.model", "own")
                .containsEntry("model_id", "granite");
    }

    @Test
    void keepsAttributesOfApplication() {
        for (Map<String, Object> attributes : List.of(agent.span("own attributes"), agent.record("own attributes"))) {
            assertThat(attributes)
                    .containsEntry("session_id", "own")
                    .containsEntry("request_id", 7L)
                    .containsEntry("model_id", "granite");
        }
    }

    @Test
    void readsFieldsThatGivenContextCarries() {
        assertThat(agent.span("parent")).isEqualTo(ALL);
        assertThat(agent.record("context")).isEqualTo(ALL);
    }

    @Test
    void agentStartsWithoutMessagesOfExtension() {
        assertThat(agent.result().err()).noneMatch(line -> line.matches(".*telemetry-?context.*"));
    }

    private static void assertEverywhere(String place, Map<String, Object> expected) {
        assertThat(agent.span(place)).as("span").isEqualTo(expected);
        for (String logger : List.of("logback ", "log4j ", "log4j-async ")) {
            assertThat(agent.record(logger + place)).as(logger).isEqualTo(expected);
        }
    }
}
