package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications without the core, or with a core that is older than the starter. */
@Tag("logback")
@Tag("classpath")
class MissingCoreTest {

    private static final Path CORE = ForkedJvm.placeOf(TelemetryContext.class);

    private static final List<String> RUNS = List.of(
            "telemetry.context.web.enabled=true,text,servlet",
            "telemetry.context.logging.typed=true,logstash,none",
            "telemetry.context.enabled=false,text,none");

    /** The missing classes of the core, and the first class that the starter does not find. */
    @ParameterizedTest
    @CsvSource({
        ".*, TelemetryContext",
        "[^/]*, TelemetryContext",
        "spi/.*, spi.InboundText",
        "spi/UnwindableScope.class, spi.UnwindableScope"
    })
    void applicationStartsAndOneMessageNamesJar(String lacking, String named, @TempDir Path directory) {
        Path core = ForkedJvm.copy(CORE, directory, name -> !name.matches("io/github/telemetrycontext/" + lacking));
        ForkedJvm jvm = new ForkedJvm().without(CORE.toString()).first(core);

        String[] runs = OrdinaryOutput.of(jvm, RUNS).split("Run \\[");

        assertThat(runs).hasSize(1 + RUNS.size());
        assertThat(runs[1]).contains("an ordinary line of a request", "answered 200 done");
        assertThat(runs[2]).contains("\"message\":\"an ordinary line\"");
        for (String run : List.of(runs[1], runs[2])) {
            assertThat(run.lines().filter(line -> line.contains("telemetry-context")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "has no class io.github.telemetrycontext." + named + ".")
                    .contains("Add telemetry-context-core");
        }
        assertThat(runs[3]).contains("an ordinary line").doesNotContain("telemetry-context");
    }
}
