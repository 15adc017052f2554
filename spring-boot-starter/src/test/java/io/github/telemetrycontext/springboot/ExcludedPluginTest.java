package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that exclude a plugin from what the starter brings. */
@Tag("logback")
class ExcludedPluginTest {

    @ParameterizedTest
    @ValueSource(strings = {"log4j2-plugin", "logback-plugin", "micrometer-plugin", "opentelemetry-plugin"})
    void theApplicationStartsWithoutIt(String plugin, @TempDir Path directory) throws Exception {
        List<String> rest = ForkedApplication.classPath().stream()
                .filter(entry -> !Path.of(entry).startsWith(ForkedApplication.BUILD.resolve(plugin)))
                .toList();
        assertThat(rest).hasSize(ForkedApplication.classPath().size() - 1);

        assertThat(ForkedApplication.output(
                        directory, rest, List.of("telemetry.context.web.enabled=true,text,servlet")))
                .contains("an ordinary line", "answered 200 done");
    }
}
