package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the tests run with the OpenTelemetry version of the build. */
class SdkVersionTest {

    @Test
    void testsRunWithOpenTelemetryVersionOfBuild() {
        assertThat(Stream.of(
                                Context.class,
                                Span.class,
                                SdkTracerProvider.class,
                                SdkLoggerProvider.class,
                                AutoConfiguredOpenTelemetrySdk.class)
                        .map(type -> type.getPackage().getImplementationVersion()))
                .containsOnly(System.getProperty("test.opentelemetryVersion"));
    }
}
