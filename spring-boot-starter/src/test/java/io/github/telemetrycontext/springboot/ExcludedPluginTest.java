package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that exclude a plugin from what the starter brings. */
@Tag("logback")
@Tag("missing-jars")
class ExcludedPluginTest {

    @ParameterizedTest
    @ValueSource(strings = {"log4j2-plugin", "logback-plugin", "micrometer-plugin", "opentelemetry-plugin"})
    void theApplicationStartsWithoutIt(String plugin) {
        ForkedJvm jvm = new ForkedJvm().without(plugin);

        assertThat(OrdinaryOutput.of(jvm, List.of("telemetry.context.web.enabled=true,text,servlet")))
                .contains("an ordinary line", "answered 200 done");
    }
}
