package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.dsl.Disruptor;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that the build uses the configured versions. Otherwise a matrix of versions would prove nothing. */
@Tag("every-mode")
class FrameworkVersionTest {

    @Test
    void usesConfiguredLog4jVersion() {
        assertThat(Stream.of(LogManager.class, LogEvent.class, JsonTemplateLayout.class))
                .extracting(type -> type.getPackage().getImplementationVersion())
                .containsOnly(System.getProperty("test.log4jVersion"));
    }

    @Test
    void usesConfiguredDisruptorVersion() {
        assertThat(Disruptor.class.getProtectionDomain().getCodeSource().getLocation())
                .asString()
                .endsWith("/disruptor-" + System.getProperty("test.disruptorVersion") + ".jar");
    }
}
