package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectMapper;

/** JVMs with the plugin, the core, Logback, SLF4J and the tests on the classpath, but without an encoder. */
final class Jvms {

    static final ForkedJvm BASE = new ForkedJvm()
            .classPath(ForkedJvm.placesOf(
                    TelemetryMdcAdapter.class,
                    TelemetryContext.class,
                    LoggerContext.class,
                    Context.class,
                    LoggerFactory.class,
                    Application.class));

    /** Also has encoder 9 and its dependencies. */
    static final ForkedJvm ENCODER_9 = BASE.first(
            ForkedJvm.placesOf(LogstashEncoder.class, ObjectMapper.class, JsonGenerator.class, JsonProperty.class));

    private Jvms() {}
}
