package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class TelemetryAgentExtensionTest {

    private static final Map<String, Object> FIELDS =
            Map.of("session_id", "s-1", "model_id", "granite", "sampling_iteration", 3);

    /** Without access to its instrumentation, an agent is the same as no agent. */
    @Test
    void warnsOnceAndSdkStartsWithoutAgent() {
        Logger logger = Logger.getLogger(TelemetryAgentExtension.class.getName());
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.traces.exporter", "none", "otel.logs.exporter", "none", "otel.metrics.exporter", "none"))
                .build()
                .getOpenTelemetrySdk()) {
            sdk.getTracer("test").spanBuilder("span").startSpan().end();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("telemetry-context-opentelemetry-agent is disabled: ");
    }

    @Test
    void propertiesChooseNames() {
        assertThat(attributes(Map.of()))
                .isEqualTo(Attributes.builder()
                        .put("session_id", "s-1")
                        .put("gen_ai.conversation.id", "s-1")
                        .put("model_id", "granite")
                        .put("sampling_iteration", 3)
                        .build());
        assertThat(attributes(Map.of("p.attributes", "OWN")))
                .isEqualTo(Attributes.builder()
                        .put("session_id", "s-1")
                        .put("model_id", "granite")
                        .put("sampling_iteration", 3)
                        .build());
        assertThat(attributes(Map.of("p.attributes", "standard")))
                .isEqualTo(Attributes.of(AttributeKey.stringKey("gen_ai.conversation.id"), "s-1"));
        assertThat(attributes(Map.of(
                        "p.session-id.names",
                        "session.id,user",
                        "p.model-id.names",
                        "none",
                        "p.attributes",
                        "standard")))
                .isEqualTo(Attributes.builder()
                        .put("session.id", "s-1")
                        .put("user", "s-1")
                        .build());
    }

    @Test
    void addsNoProcessorIfSetIsNone() {
        assertThat(names(Map.of("p.attributes", "none")).isEmpty()).isTrue();
        assertThat(names(Map.of("p.attributes", "none", "p.model-id.names", "model"))
                        .isEmpty())
                .isFalse();
    }

    @Test
    void rejectsUnknownValueAndListsValidValues() {
        assertThatThrownBy(() -> names(Map.of("p.attributes", "all")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Unknown value of p.attributes: all. Set it to both, own, standard or none");
    }

    /** A core that does not have the methods of this extension. */
    @Test
    void readsContextWithoutMethodsAsEmpty() {
        assertThat(ContextReader.of(String.class, names(Map.of())).current().isEmpty())
                .isTrue();
    }

    private static Attributes attributes(Map<String, String> properties) {
        return names(properties).of(FIELDS).missing(Attributes.empty());
    }

    private static AttributeNames names(Map<String, String> properties) {
        return AttributeNames.of(DefaultConfigProperties.createFromMap(properties), "p.");
    }
}
