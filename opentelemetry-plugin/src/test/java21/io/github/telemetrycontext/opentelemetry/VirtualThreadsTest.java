package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Virtual threads with and without the Java agent. */
class VirtualThreadsTest {

    private static final Path AGENT = Path.of("target", "agent", "opentelemetry-javaagent.jar");

    @Test
    void virtualThreadsInheritContextOfScopeButNotCarriedContext() {
        assertThat(printedWith())
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
    void agentPropagatesCarriedContextToExecutorOfVirtualThreads() {
        assertThat(printedWith(
                        "-javaagent:" + AGENT.toAbsolutePath(),
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none"))
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

    private static List<String> printedWith(String... options) {
        return new ForkedJvm()
                .options(options)
                .run(VirtualThreadProgram.class)
                .succeeded()
                .out();
    }
}
