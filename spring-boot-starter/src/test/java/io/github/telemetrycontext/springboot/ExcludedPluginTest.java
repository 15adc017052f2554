package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that exclude a plugin from what the starter brings. */
@Tag("logback")
@Tag("class-path")
class ExcludedPluginTest {

    @ParameterizedTest
    @ValueSource(strings = {"log4j2", "logback", "micrometer", "opentelemetry"})
    void theApplicationStartsWithoutIt(String plugin) {
        String jar = "telemetry-context-" + plugin + "-";
        boolean isJar = ForkedJvm.classPathOfTests().toString().contains(jar);
        ForkedJvm jvm = new ForkedJvm().without(isJar ? jar : plugin + "-plugin");

        assertThat(OrdinaryOutput.of(jvm, List.of("telemetry.context.web.enabled=true,text,servlet")))
                .contains("an ordinary line", "answered 200 done");
    }
}
