package io.github.telemetrycontext.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TelemetryLogRecordProcessorTest {

    private final InMemoryLogRecordExporter exported = InMemoryLogRecordExporter.create();

    @Test
    void setsAllFieldsUnderBothNames() {
        assertThat(attributes(AttributeNames.BOTH, AllFields.CONTEXT, record -> record)
                        .asMap())
                .isEqualTo(AllFields.TYPED);
    }

    @Test
    void setsOnlyOneSetOfNamesIfConfigured() {
        assertThat(attributes(AttributeNames.OWN, AllFields.CONTEXT, record -> record)
                        .asMap())
                .containsOnlyKeys(
                        stringKey("session_id"),
                        stringKey("request_id"),
                        stringKey("model_id"),
                        longKey("sampling_iteration"));
        assertThat(attributes(AttributeNames.STANDARD, AllFields.CONTEXT, record -> record)
                        .asMap())
                .containsOnlyKeys(stringKey("gen_ai.conversation.id"));
    }

    @Test
    void neverSetsModelOfModelCall() {
        assertThat(attributes(
                                AttributeNames.BOTH,
                                AllFields.CONTEXT,
                                record -> record.setAttribute(stringKey("gen_ai.operation.name"), "chat"))
                        .asMap())
                .doesNotContainKey(stringKey("gen_ai.request.model"));
    }

    @Test
    void recordHasNoAttributesOutsideOfScopes() {
        assertThat(attributes(AttributeNames.BOTH, TelemetryContext.empty(), record -> record))
                .isEqualTo(Attributes.empty());
    }

    @Test
    void contextOfRecordTakesPrecedenceOverThread() {
        Context given = AllFields.CONTEXT.wrapSupplier(Context::current).get();
        TelemetryContext other = TelemetryContext.builder().sessionId("s-2").build();

        assertThat(attributes(AttributeNames.STANDARD, other, record -> record.setContext(given)))
                .isEqualTo(Attributes.builder()
                        .put("gen_ai.conversation.id", "s-1")
                        .build());
        assertThat(attributes(AttributeNames.STANDARD, other, record -> record.setContext(Context.root())))
                .isEqualTo(Attributes.builder()
                        .put("gen_ai.conversation.id", "s-2")
                        .build());
    }

    @Test
    void keepsAttributesOfRecord() {
        assertThat(attributes(
                        AttributeNames.OWN,
                        AllFields.CONTEXT,
                        record -> record.setAttribute(stringKey("session_id"), "own")
                                .setAttribute(stringKey("sampling_iteration"), "third")))
                .isEqualTo(Attributes.builder()
                        .put("session_id", "own")
                        .put("sampling_iteration", "third")
                        .put("request_id", "r-1")
                        .put("model_id", "granite")
                        .build());
    }

    private Attributes attributes(
            AttributeNames names, TelemetryContext context, UnaryOperator<LogRecordBuilder> settings) {
        exported.reset();
        SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .addLogRecordProcessor(new TelemetryLogRecordProcessor(names))
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exported))
                .build();
        context.wrap((Runnable) () ->
                        settings.apply(provider.get("test").logRecordBuilder()).emit())
                .run();
        return exported.getFinishedLogRecordItems().get(0).getAttributes();
    }
}
