package io.github.telemetrycontext.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetrySpanProcessorTest {

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();

    @Test
    void setsAllFieldsUnderBothNames() {
        assertThat(attributes(AttributeNames.BOTH, AllFields.CONTEXT, span -> span))
                .isEqualTo(AllFields.TYPED);
    }

    @Test
    void setsOnlyOwnNames() {
        assertThat(attributes(AttributeNames.OWN, AllFields.CONTEXT, span -> span))
                .containsOnlyKeys(
                        stringKey("session_id"),
                        stringKey("request_id"),
                        stringKey("model_id"),
                        longKey("sampling_iteration"));
    }

    @Test
    void setsOnlyStandardNames() {
        assertThat(attributes(AttributeNames.STANDARD, AllFields.CONTEXT, span -> span))
                .containsOnlyKeys(stringKey("gen_ai.conversation.id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chat", "text_completion", "generate_content", "embeddings", "invoke_agent", "create_agent"})
    void setsModelOnModelCalls(String operation) {
        assertThat(attributes(
                        AttributeNames.STANDARD,
                        AllFields.CONTEXT,
                        span -> span.setAttribute("gen_ai.operation.name", operation)))
                .containsEntry(stringKey("gen_ai.request.model"), "granite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute_tool", "GET", ""})
    void setsNoModelOnOtherSpans(String operation) {
        assertThat(attributes(
                        AttributeNames.BOTH,
                        AllFields.CONTEXT,
                        span -> span.setAttribute("gen_ai.operation.name", operation)))
                .containsEntry(stringKey("model_id"), "granite")
                .doesNotContainKey(stringKey("gen_ai.request.model"));
    }

    @Test
    void setsEachNameOfAField() {
        AttributeNames names = AttributeNames.OWN
                .with(TelemetryField.SESSION_ID, List.of("session.id", "langsmith.metadata.session_id"))
                .with(TelemetryField.REQUEST_ID, List.of())
                .with(TelemetryField.SAMPLING_ITERATION, List.of("attempt"));

        assertThat(attributes(names, AllFields.CONTEXT, span -> span))
                .isEqualTo(Attributes.builder()
                        .put("session.id", "s-1")
                        .put("langsmith.metadata.session_id", "s-1")
                        .put("model_id", "granite")
                        .put("attempt", 3)
                        .build()
                        .asMap());
        assertThatThrownBy(() -> names.with(TelemetryField.MODEL_ID, List.of(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model_id");
    }

    @Test
    void setsNoAttributesForAbsentFields() {
        TelemetryContext context =
                TelemetryContext.builder().requestId("r-1").samplingIteration(0).build();

        assertThat(attributes(AttributeNames.BOTH, context, span -> span))
                .isEqualTo(Attributes.builder()
                        .put("request_id", "r-1")
                        .put("sampling_iteration", 0)
                        .build()
                        .asMap());
        assertThat(attributes(AttributeNames.BOTH, TelemetryContext.empty(), span -> span))
                .isEmpty();
    }

    @Test
    void keepsAttributesOfSpan() {
        assertThat(attributes(
                        AttributeNames.BOTH,
                        AllFields.CONTEXT,
                        span -> span.setAttribute("session_id", "own")
                                .setAttribute("gen_ai.operation.name", "chat")
                                .setAttribute("gen_ai.request.model", "granite-4-2026")))
                .isEqualTo(Attributes.builder()
                        .put("session_id", "own")
                        .put("request_id", "r-1")
                        .put("model_id", "granite")
                        .put("sampling_iteration", 3)
                        .put("gen_ai.conversation.id", "s-1")
                        .put("gen_ai.operation.name", "chat")
                        .put("gen_ai.request.model", "granite-4-2026")
                        .build()
                        .asMap());
    }

    @Test
    void keepsAttributeOfAnotherTypeAndAddsNoDuplicate() {
        assertThat(attributes(
                        AttributeNames.OWN,
                        AllFields.CONTEXT,
                        span -> span.setAttribute("sampling_iteration", "third").setAttribute("session_id", 42)))
                .hasSize(4)
                .containsEntry(stringKey("sampling_iteration"), "third")
                .containsEntry(longKey("session_id"), 42L);
    }

    @Test
    void ignoresContextThatBecomesCurrentAfterStart() {
        Span span =
                provider(AttributeNames.BOTH).get("test").spanBuilder("span").startSpan();
        AllFields.CONTEXT.wrap((Runnable) span::end).run();
        assertThat(exported.getFinishedSpanItems())
                .singleElement()
                .extracting(SpanData::getAttributes)
                .isEqualTo(Attributes.empty());
    }

    @Test
    void usesFieldsOfExplicitParentIfNoneAreCurrent() {
        Context parent = AllFields.CONTEXT.wrapSupplier(Context::current).get();
        TelemetryContext other = TelemetryContext.builder().sessionId("s-2").build();

        assertThat(attributes(AttributeNames.STANDARD, TelemetryContext.empty(), span -> span.setParent(parent)))
                .containsEntry(stringKey("gen_ai.conversation.id"), "s-1");
        assertThat(attributes(AttributeNames.STANDARD, other, span -> span.setParent(parent)))
                .isEqualTo(Map.of(stringKey("gen_ai.conversation.id"), "s-2"));
    }

    @Test
    void ignoresSpansThatAreNotSampled() {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(Sampler.alwaysOff())
                .addSpanProcessor(new TelemetrySpanProcessor())
                .build()) {
            Span span = AllFields.CONTEXT
                    .wrapSupplier(() -> provider.get("test").spanBuilder("span").startSpan())
                    .get();
            assertThat(span.isRecording()).isFalse();
        }
    }

    private Map<AttributeKey<?>, Object> attributes(
            AttributeNames names, TelemetryContext context, UnaryOperator<SpanBuilder> settings) {
        exported.reset();
        SdkTracerProvider provider = provider(names);
        context.wrapSupplier(() ->
                        settings.apply(provider.get("test").spanBuilder("span")).startSpan())
                .get()
                .end();
        return exported.getFinishedSpanItems().get(0).getAttributes().asMap();
    }

    private SdkTracerProvider provider(AttributeNames names) {
        return SdkTracerProvider.builder()
                .addSpanProcessor(new TelemetrySpanProcessor(names))
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build();
    }
}
