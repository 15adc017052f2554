package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see of a Logback that is too old. The build runs this with such versions only. */
@Tag("unsupported")
class UnsupportedLogbackTest {

    private static final String VERSION = System.getProperty("test.logbackVersion");

    @Test
    void warnsOnceAboutUnsupportedVersionAndKeepsLogging(@TempDir Path directory) throws Exception {
        assertThat(LoggerContext.class.getPackage().getImplementationVersion()).isEqualTo(VERSION);

        ForkedJvm run = ForkedJvm.run(directory, List.of());

        assertThat(run.out().stream().filter(line -> line.contains(" app ")))
                .hasSize(5)
                .last()
                .asString()
                .endsWith("outside");
        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("Logback 1.5.21 or later (found is " + VERSION + "). Upgrade logback-classic");
        assertThat(run.err()).isEmpty();
    }
}
