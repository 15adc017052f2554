package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads, with the java agent and without it. */
class VirtualThreadsTest {

    private static final Path AGENT = Path.of("target", "agent", "opentelemetry-javaagent.jar");

    @TempDir
    Path directory;

    @Test
    void theyInheritWhatAScopeMadeCurrentAndNotWhatWasOnlyCarried() throws Exception {
        assertThat(printedWith(List.of()))
                .containsExactly(
                        "scope, new thread: s-1",
                        "scope, executor: s-1",
                        "carried, here: s-1",
                        "carried, new thread: null",
                        "carried, executor: null",
                        "carried, scope of its own: s-2",
                        "afterwards, new thread: null",
                        "afterwards, executor: null");
    }

    @Test
    void theAgentCarriesToTheExecutorOfThemToo() throws Exception {
        assertThat(printedWith(List.of(
                        "-javaagent:" + AGENT.toAbsolutePath(),
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none")))
                .containsExactly(
                        "scope, new thread: s-1",
                        "scope, executor: s-1",
                        "carried, here: s-1",
                        "carried, new thread: null",
                        "carried, executor: s-1",
                        "carried, scope of its own: s-2",
                        "afterwards, new thread: null",
                        "afterwards, executor: null");
    }

    private List<String> printedWith(List<String> options) throws Exception {
        return ForkedJvm.linesOf(ForkedJvm.start(directory, options, VirtualThreadProgram.class), directory);
    }
}
