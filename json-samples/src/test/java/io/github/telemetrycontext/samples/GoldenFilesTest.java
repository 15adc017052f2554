package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code -Dgolden.update=true} rewrites the golden files instead of comparing with them. Review the changes before you
 * commit.
 */
class GoldenFilesTest {

    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @ParameterizedTest
    @MethodSource("io.github.telemetrycontext.samples.ScriptRun#all")
    void layoutWritesLinesOfGoldenFile(Framework framework, String layout) throws IOException {
        Path golden = Path.of("src/test/resources/golden", framework.label() + "-" + layout + extension(layout));
        List<String> lines = ScriptRun.of(framework, layout);
        if (UPDATE) {
            Files.write(golden, lines);
        }
        assertThat(lines).isNotEmpty().containsExactlyElementsOf(Files.readAllLines(golden));
    }

    private static String extension(String layout) {
        return layout.equals(Framework.PLAIN_TEXT) ? ".txt" : ".jsonl";
    }
}
