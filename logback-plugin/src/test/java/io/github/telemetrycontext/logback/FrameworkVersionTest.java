package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests that the build uses the configured versions. Otherwise a matrix of versions would prove nothing. */
class FrameworkVersionTest {

    @Test
    void usesConfiguredLogbackVersion() {
        assertThat(Stream.of(LoggerContext.class, Context.class).map(FrameworkVersionTest::versionOf))
                .containsOnly(System.getProperty("test.logbackVersion"));
    }

    @Test
    void usesConfiguredSlf4jVersion() {
        assertThat(versionOf(LoggerFactory.class)).isEqualTo(System.getProperty("test.slf4jVersion"));
    }

    @Test
    void usesConfiguredEncoderVersion() {
        assertThat(ForkedJvm.placeOf(LogstashEncoder.class).getFileName())
                .hasToString("logstash-logback-encoder-" + System.getProperty("test.encoderVersion") + ".jar");
    }

    @Test
    void omitsUnknownVersionFromMessage() {
        assertThat(SupportedLogback.neededAndFound(null)).isEqualTo("Logback 1.5.21 or later");
        assertThat(SupportedLogback.NEEDED_AND_FOUND)
                .isEqualTo("Logback 1.5.21 or later (found " + versionOf(LoggerContext.class) + ")");
    }

    private static String versionOf(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }
}
