package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class TemplateTwinsTest {

    /** Our event template, the stock template, and the place and the prefix of the context data in the latter. */
    private enum Twin {
        ECS("TelemetryEcsLayout.json", "EcsLayout.json", null, ""),
        LOGSTASH("TelemetryLogstashLayout.json", "LogstashJsonEventLayoutV1.json", "mdc", ""),
        GELF("TelemetryGelfLayout.json", "GelfLayout.json", null, "_"),
        GCP("TelemetryGcpLayout.json", "GcpLayout.json", "logging.googleapis.com/labels", ""),
        JSON("TelemetryJsonLayout.json", "JsonLayout.json", "contextMap", "");

        final String ours;
        final String stock;
        final @Nullable String contextData;
        final String prefix;

        Twin(String ours, String stock, @Nullable String contextData, String prefix) {
            this.ours = ours;
            this.stock = stock;
            this.contextData = contextData;
            this.prefix = prefix;
        }

        static String layout(String template) {
            return "<JsonTemplateLayout eventTemplateUri='classpath:" + template + "'/>";
        }
    }

    private static Map<String, Object> template(String resource) throws IOException {
        try (InputStream in = TemplateTwinsTest.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return Json.map(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GCP")
    void differsFromStockTemplateOnlyInContextData(Twin twin) throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>();
        template(twin.stock).forEach((key, value) -> {
            if (value instanceof Map<?, ?> options
                    && "mdc".equals(options.get("$resolver"))
                    && !options.containsKey("key")) {
                Object flatten = twin.prefix.isEmpty() ? true : Map.of("prefix", twin.prefix);
                expected.put(
                        twin.prefix + "telemetryContext", Map.of("$resolver", "telemetryContext", "flatten", flatten));
                Map<Object, Object> rest = new LinkedHashMap<>(options);
                rest.put("$resolver", "telemetryContext");
                rest.put("select", "rest");
                expected.put(key, rest);
            } else {
                expected.put(key, value);
            }
        });

        Map<String, Object> ours = template(twin.ours);
        assertThat(ours).isEqualTo(expected).hasSize(template(twin.stock).size() + 1);
        assertThat(List.copyOf(ours.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    }

    @ParameterizedTest
    @EnumSource
    void writesTypedFieldsAtTopLevel(Twin twin) {
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, Twin.layout(twin.ours))) {
            TelemetryContext.with()
                    .sessionId("42")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> log4j.logger().info("inside"));
            log4j.logger().info("outside");

            List<JsonNode> lines = log4j.json();
            Map<String, Object> inside = Json.map(lines.get(0));
            Map<String, Object> fields = new LinkedHashMap<>(inside);
            fields.keySet()
                    .retainAll(Json.FIELD_KEYS.stream().map(twin.prefix::concat).toList());
            assertThat(fields)
                    .containsExactly(
                            Map.entry(twin.prefix + "session_id", "42"),
                            Map.entry(twin.prefix + "request_id", "r-1"),
                            Map.entry(twin.prefix + "model_id", "granite"),
                            Map.entry(twin.prefix + "sampling_iteration", 3));
            assertThat(lines.get(1).toString()).doesNotContain(Json.FIELD_KEYS).doesNotContain("telemetryContext");
            inside.keySet().removeAll(fields.keySet());
            assertThat(inside.keySet()).isEqualTo(Json.map(lines.get(1)).keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GCP")
    void writesRestWhereStockTemplateWritesIt(Twin twin) {
        ThreadContext.put("user", "u-1");
        ThreadContext.put("trace_id", "t-1");
        Map<String, Object> stock = lineOutside(twin.stock);
        Map<String, Object> ours = lineOutside(twin.ours);

        assertThat(ours.keySet()).isEqualTo(stock.keySet());
        if (twin.contextData == null) {
            assertThat(ours).containsEntry(twin.prefix + "user", "u-1");
        } else {
            assertThat(ours)
                    .containsEntry(twin.contextData, Map.of("user", "u-1", "trace_id", "t-1"))
                    .containsEntry(twin.contextData, stock.get(twin.contextData));
        }

        try (Log4j log4j = Log4j.start(Delivery.DIRECT, Twin.layout(twin.ours))) {
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("inside"));
            Map<String, Object> inside = Json.map(log4j.onlyJson());
            assertThat(inside.remove(twin.prefix + "session_id")).isEqualTo("s-1");
            assertThat(inside.keySet()).isEqualTo(ours.keySet());
        }
    }

    @Test
    @Tag("log4j-2.25")
    void gcpTemplateMatchesNewStockTemplate() throws IOException {
        differsFromStockTemplateOnlyInContextData(Twin.GCP);
        writesRestWhereStockTemplateWritesIt(Twin.GCP);
    }

    private static Map<String, Object> lineOutside(String template) {
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, Twin.layout(template))) {
            log4j.logger().info("outside");
            return Json.map(log4j.onlyJson());
        }
    }
}
