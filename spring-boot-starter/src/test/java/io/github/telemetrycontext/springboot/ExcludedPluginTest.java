package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that exclude a plugin from the dependencies of the starter. */
@Tag("logback")
@Tag("classpath")
class ExcludedPluginTest {

    @ParameterizedTest
    @ValueSource(strings = {"log4j2", "logback", "micrometer", "opentelemetry", "langchain4j", "spring-ai"})
    void applicationStartsWithoutPlugin(String plugin) {
        ForkedJvm jvm = OrdinaryOutput.withoutPlugin(plugin);

        assertThat(OrdinaryOutput.of(jvm, List.of("telemetry.context.web.enabled=true,text,servlet")))
                .contains("an ordinary line", "answered 200 done");
    }
}
