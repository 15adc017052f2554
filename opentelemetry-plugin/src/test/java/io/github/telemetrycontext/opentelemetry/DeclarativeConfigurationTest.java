package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.testsupport.OtlpReceiver;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfiguration;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys and values of {@code telemetry_context} in OpenTelemetry's YAML files. */
@Tag("opentelemetry-1.65")
class DeclarativeConfigurationTest {

    private static final Map<String, Object> OWN =
            Map.of("session_id", "s-1", "request_id", "r-1", "model_id", "granite", "sampling_iteration", 3L);

    @Test
    void setsBothSetsOfNamesByDefault() throws Exception {
        assertThat(attributes("")).isEqualTo(AllFields.byName(AllFields.TYPED));
    }

    @Test
    void setsChosenSetOfNames() throws Exception {
        assertThat(attributes("{attributes: own}")).isEqualTo(OWN);
        assertThat(attributes("{attributes: STANDARD}")).isEqualTo(Map.of("gen_ai.conversation.id", "s-1"));
        assertThat(attributes("{attributes: none}")).isEmpty();
    }

    @Test
    void setsCustomNames() throws Exception {
        assertThat(attributes("""
                {
                  attributes: own,
                  session_id: {names: [session.id, user]},
                  request_id: {names: [none]},
                  model_id: {names: []},
                  sampling_iteration: {names: [iteration]}
                }""")).isEqualTo(Map.of("session.id", "s-1", "user", "s-1", "iteration", 3L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                attributes: all                    | Unknown value of telemetry_context.attributes: all. Set it to both, own, standard or none
                attributes: 3                      | Unknown value of telemetry_context.attributes: a value that is not text. Set it to both, own, standard or none
                session-id: {names: [a]}           | Unknown key of telemetry_context: session-id. The keys are attributes, session_id, request_id, model_id, sampling_iteration
                session_id: [a]                    | telemetry_context.session_id must contain a list called names and nothing else. Write session_id: {names: [session_id]} with the names that you want, or {names: [none]} for no attribute
                model_id: {names: a}               | telemetry_context.model_id must contain a list called names and nothing else. Write model_id: {names: [model_id]} with the names that you want, or {names: [none]} for no attribute
                model_id: {names: [a], other: b}   | telemetry_context.model_id must contain a list called names and nothing else. Write model_id: {names: [model_id]} with the names that you want, or {names: [none]} for no attribute
                request_id: {names: [a, ' ']}      | A name of request_id is blank: [a,  ]
                """)
    void rejectsUnknownKeysAndValues(String content, String message) {
        for (String provider : List.of("tracer_provider", "logger_provider")) {
            assertThatThrownBy(() -> ConfiguredSdk.of("""
                            file_format: "1.1"
                            %s:
                              processors:
                                - telemetry_context: {%s}
                            """.formatted(provider, content)))
                    .hasMessageContaining("\"telemetry_context\"")
                    .rootCause()
                    .isInstanceOfAny(ConfigurationException.class, IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    /** Returns the attributes of the span, which must be equal to those of the log record. */
    private static Map<String, Object> attributes(String content) throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            List<String> lines = new ArrayList<>(List.of("file_format: \"1.1\""));
            Map.of("tracer_provider", "traces", "logger_provider", "logs")
                    .forEach((provider, path) ->
                            lines.add("""
                    %s:
                      processors:
                        - telemetry_context: %s
                        - simple: {exporter: {otlp_http: {endpoint: "%s/v1/%s"}}}
                    """.formatted(provider, content.replace("\n", " "), receiver.endpoint(), path)));
            try (OpenTelemetrySdk sdk = ConfiguredSdk.of(String.join("\n", lines))) {
                AllFields.CONTEXT.run(() -> {
                    sdk.getTracer("test").spanBuilder("span").startSpan().end();
                    sdk.getLogsBridge().get("test").logRecordBuilder().emit();
                });
            }
            Map<String, Object> ofSpan =
                    OtlpReceiver.valuesWithoutThread(receiver.spans.get(0).getAttributesList());
            assertThat(OtlpReceiver.valuesWithoutThread(receiver.records.get(0).getAttributesList()))
                    .isEqualTo(ofSpan);
            return ofSpan;
        }
    }

    /** A separate class, because rows with older SDKs load the outer class. */
    private static final class ConfiguredSdk {

        static OpenTelemetrySdk of(String yaml) {
            return DeclarativeConfiguration.parseAndCreate(
                            new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                    .getSdk();
        }
    }
}
