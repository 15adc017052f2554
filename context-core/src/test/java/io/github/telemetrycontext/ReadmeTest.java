package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest implements LeavesNoContext {

    private final Queue<String> reported = new ConcurrentLinkedQueue<>();

    private void report(TelemetryContext context) {
        reported.add(context.toString());
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void itsExampleDoesWhatItSays() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (var scope = TelemetryContext.with().sessionId("s-42").open()) {
            pool.submit(TelemetryContext.current().wrap(() -> report(TelemetryContext.current())))
                    .get();
            TelemetryContext.with().samplingIteration(1).run(() -> report(TelemetryContext.current()));
        }
        pool.shutdown();

        Path source = Path.of("src/test/java", ReadmeTest.class.getName().replace('.', '/') + ".java");
        assertThat(Files.readString(source)).contains(block("java").indent(8));
        assertThat(List.copyOf(reported))
                .containsExactlyElementsOf(block("text").lines().toList());
    }

    private static String block(String language) throws Exception {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow();
    }
}
