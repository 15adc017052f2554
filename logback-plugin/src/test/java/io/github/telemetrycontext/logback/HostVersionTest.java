package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The tests run with the hosts that the build means; otherwise a matrix of versions would prove nothing. */
class HostVersionTest {

    @Test
    void logbackIsTheOneThatTheBuildNames() {
        assertThat(Stream.of(LoggerContext.class, Context.class).map(HostVersionTest::versionOf))
                .containsOnly(System.getProperty("test.logbackVersion"));
    }

    @Test
    void slf4jIsTheOneThatTheBuildNames() {
        assertThat(versionOf(LoggerFactory.class)).isEqualTo(System.getProperty("test.slf4jVersion"));
    }

    @Test
    void theEncoderIsTheOneThatTheBuildNames() {
        assertThat(ForkedJvm.placeOf(LogstashEncoder.class).getFileName())
                .hasToString("logstash-logback-encoder-" + System.getProperty("test.encoderVersion") + ".jar");
    }

    @Test
    void aVersionThatNobodyKnowsIsNotNamed() {
        assertThat(SupportedLogback.neededAndFound(null)).isEqualTo("Logback 1.5.21 or later");
        assertThat(SupportedLogback.NEEDED_AND_FOUND)
                .isEqualTo("Logback 1.5.21 or later (found is " + versionOf(LoggerContext.class) + ")");
    }

    private static String versionOf(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }
}
