package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import io.github.telemetrycontext.testsupport.OtlpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exports of OpenTelemetry's starter, and the startup line. Each application runs in its own JVM. */
class OpenTelemetryStarterTest {

    private static final Map<String, Object> OWN = Map.of(
            "session_id", "s-1",
            "request_id", "r-1",
            "model_id", "granite",
            "sampling_iteration", 3L);

    private static final Map<String, Object> BOTH = with("gen_ai.conversation.id", "s-1");

    /** The file from the page of the plugin, as a part of {@code application.yaml}. */
    private static final String FILE = "otel:\n"
            + new Markdown(Path.of("..", "..", "docs", "opentelemetry.md"))
                    .blocks("yaml")
                    .get(0)
                    .indent(2);

    private static final String WARNING = "does not name telemetry_context";

    @TempDir
    private Path directory;

    private record Exported(List<Map<String, Object>> spans, List<Map<String, Object>> records, Result result) {

        String wired() {
            return result.out().stream()
                    .filter(line -> line.contains("Telemetry context: "))
                    .flatMap(line -> Stream.of(line.split("; ")))
                    .filter(part -> part.startsWith("OpenTelemetry has "))
                    .findAny()
                    .orElseThrow();
        }

        long warnings() {
            return result.out().stream().filter(line -> line.contains(WARNING)).count();
        }
    }

    @Test
    void setsFieldsWithoutFile() throws Exception {
        Exported exported = run("");

        assertThat(exported.spans).containsExactly(BOTH);
        assertThat(exported.records).containsExactly(BOTH);
        assertThat(exported.wired()).isEqualTo("OpenTelemetry has processors");
        assertThat(exported.warnings()).isZero();
    }

    @Test
    void setsNoFieldsWithoutFileWhenSwitchedOff() throws Exception {
        Exported exported = run("", "--telemetry.context.opentelemetry.enabled=false");

        assertThat(exported.spans).containsExactly(Map.of());
        assertThat(exported.records).containsExactly(Map.of());
        assertThat(exported.wired()).isEqualTo("OpenTelemetry has no processors");
    }

    @Test
    void setsFieldsNamedInFile() throws Exception {
        Exported exported = run(FILE);

        assertThat(exported.spans).containsExactly(with("session.id", "s-1"));
        assertThat(exported.records).containsExactly(BOTH);
        assertThat(exported.wired()).isEqualTo("OpenTelemetry has processors");
        assertThat(exported.warnings()).isZero();
    }

    @Test
    void reportsFileThatNamesNoProcessor() throws Exception {
        Exported exported = run(FILE.replaceAll("- telemetry_context:(\n {8,}.*)*(?=\n      -)", ""));

        assertThat(exported.spans).containsExactly(Map.of());
        assertThat(exported.records).containsExactly(Map.of());
        assertThat(exported.wired()).isEqualTo("OpenTelemetry has no processors");
        assertThat(exported.warnings()).isOne();
    }

    @Test
    void reportsProcessorsNamedInFile() throws Exception {
        Exported exported = run(FILE.replaceAll("- telemetry_context:(?=\n      -)", ""));

        assertThat(exported.spans).containsExactly(with("session.id", "s-1"));
        assertThat(exported.records).containsExactly(Map.of());
        assertThat(exported.wired()).isEqualTo("OpenTelemetry has a span processor only");
        assertThat(exported.warnings()).isZero();
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> all = new HashMap<>(OWN);
        all.put(name, value);
        return all;
    }

    private Exported run(String yaml, String... arguments) throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Path file = Files.writeString(
                    directory.resolve("application.yaml"), yaml.replace("http://localhost:4318", receiver.endpoint()));
            List<String> all = new ArrayList<>(List.of(arguments));
            all.add("--spring.config.location=" + file.toUri());
            all.add("--logging.level.io.github.telemetrycontext=debug");
            if (yaml.isEmpty()) {
                receiver.settings().forEach((key, value) -> all.add("--" + key + "=" + value));
            }
            Result result = new ForkedJvm()
                    .run(ShopApplication.class, all.toArray(String[]::new))
                    .succeeded();
            return new Exported(
                    receiver.spans.stream()
                            .map(span -> OtlpReceiver.valuesWithoutThread(span.getAttributesList()))
                            .toList(),
                    receiver.records.stream()
                            .filter(line -> line.getBody().getStringValue().equals("ordered"))
                            .map(line -> OtlpReceiver.valuesWithoutThread(line.getAttributesList()))
                            .toList(),
                    result);
        }
    }
}
