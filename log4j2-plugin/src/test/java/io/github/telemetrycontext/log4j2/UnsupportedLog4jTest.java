package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the message about unsupported versions. Only builds with such versions run it. */
@Tag("unsupported")
class UnsupportedLog4jTest {

    private static final String VERSION = System.getProperty("test.log4jVersion");

    @Test
    void warnsOnceAboutUnsupportedVersionAndKeepsLogging() {
        assertThat(LogManager.class.getPackage().getImplementationVersion()).isEqualTo(VERSION);

        Result result =
                configured("forked-pattern.xml").run(ForkedApplication.class).succeeded();

        assertThat(result.out())
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly("outside", "inside", "both", "after");
        assertThat(result.err().stream().filter(line -> line.contains("telemetry-context-log4j2")))
                .singleElement()
                .asString()
                .contains("needs Log4j 2.20.0 or later", "found log4j-api " + VERSION, "Upgrade log4j-api, log4j-core");
        assertThat(result.err()).hasSize(1);
    }
}
