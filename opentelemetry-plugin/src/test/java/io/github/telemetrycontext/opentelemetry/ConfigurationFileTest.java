package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import io.github.telemetrycontext.testsupport.OtlpReceiver;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs an application in its own JVM. Its SDK reads the file from docs/opentelemetry.md. */
@Tag("opentelemetry-1.65")
class ConfigurationFileTest {

    @Test
    void spansAndRecordsHaveFieldsNamedInFile(@TempDir Path directory) throws Exception {
        String file =
                new Markdown(Path.of("../docs/opentelemetry.md")).blocks("yaml").get(0);
        Path yaml = directory.resolve("otel.yaml");
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Files.writeString(yaml, file.replace("http://localhost:4318", receiver.endpoint()));

            Result result = new ForkedJvm()
                    .property("otel.config.file", yaml.toString())
                    .run(Program.class)
                    .succeeded();

            assertThat(receiver.spans)
                    .singleElement()
                    .satisfies(span -> assertThat(OtlpReceiver.valuesWithoutThread(span.getAttributesList()))
                            .isEqualTo(Map.of(
                                    "session_id", "s-1",
                                    "session.id", "s-1",
                                    "request_id", "r-1",
                                    "model_id", "granite",
                                    "sampling_iteration", 3L)));
            assertThat(receiver.records)
                    .singleElement()
                    .satisfies(item -> assertThat(OtlpReceiver.valuesWithoutThread(item.getAttributesList()))
                            .isEqualTo(AllFields.byName(AllFields.TYPED)));
            assertThat(result.err()).isEmpty();
        }
    }

    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk()) {
                AllFields.CONTEXT.run(() -> {
                    sdk.getTracer("test").spanBuilder("span").startSpan().end();
                    sdk.getLogsBridge().get("test").logRecordBuilder().emit();
                });
            }
        }
    }
}
