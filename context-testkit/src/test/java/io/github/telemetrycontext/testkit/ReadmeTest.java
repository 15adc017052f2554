package io.github.telemetrycontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void itsExamplesAreTestsOfThisModule() throws IOException {
        Path tests = Path.of("src/test/java/io/github/telemetrycontext/testkit");
        String sources = Files.readString(tests.resolve("ExampleTest.java"))
                + Files.readString(tests.resolve("CoreContractTest.java"));
        List<String> examples = Pattern.compile("(?ms)^```java\\n(.*?)^```$")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(examples)
                .hasSize(2)
                .allSatisfy(example -> assertThat(sources).contains(example));
    }
}
