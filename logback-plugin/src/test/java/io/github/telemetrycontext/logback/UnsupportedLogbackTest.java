package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the message about unsupported versions. Only builds with such versions run it. */
@Tag("unsupported")
class UnsupportedLogbackTest {

    private static final String VERSION = System.getProperty("test.logbackVersion");

    @Test
    void warnsOnceAboutUnsupportedVersionAndKeepsLogging() {
        assertThat(LoggerContext.class.getPackage().getImplementationVersion()).isEqualTo(VERSION);

        Result run = Jvms.BASE.run(Application.class).succeeded();

        assertThat(run.out().stream().filter(line -> line.contains(" app ")))
                .hasSize(5)
                .last()
                .asString()
                .endsWith("outside");
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("Logback 1.5.21 or later (found " + VERSION + "). Upgrade logback-classic");
    }
}
