package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md shows is what is tested. */
class ReadmeTest {

    @Test
    void itsDependencyIsThisModule() throws IOException {
        assertThat(fenced("xml"))
                .singleElement()
                .asString()
                .contains(
                        "<artifactId>telemetry-context-opentelemetry<", version(Files.readString(Path.of("pom.xml"))));
    }

    @Test
    void itsSpanIsTheOneThatIsExported() throws IOException {
        InMemorySpanExporter exported = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .addSpanProcessorFirst(new TelemetrySpanProcessor())
                .build();
        TelemetryContext.with()
                .sessionId("s-1")
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .run(() -> provider.get("test").spanBuilder("chat").startSpan().end());

        Map<String, Object> attributes = new TreeMap<>();
        Map<AttributeKey<?>, Object> found =
                exported.getFinishedSpanItems().get(0).getAttributes().asMap();
        found.forEach((key, value) -> attributes.put(key.getKey(), value));
        assertThat(fenced("text"))
                .containsExactly(attributes.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void itsLog4jPropertiesAreTheOnesThatAreTested() throws IOException {
        assertThat(fenced("properties"))
                .containsExactly(Files.readString(Path.of("src", "test", "injector", "log4j2.component.properties")));
    }

    private static String version(String pom) {
        var element = Pattern.compile("<version>[^<]*</version>").matcher(pom);
        assertThat(element.find()).isTrue();
        return element.group();
    }

    private static List<String> fenced(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
