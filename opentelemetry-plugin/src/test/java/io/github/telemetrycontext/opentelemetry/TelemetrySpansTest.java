package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class TelemetrySpansTest {

    private static final TelemetryContext CONTEXT =
            TelemetryContext.builder().sessionId("s-1").modelId("granite").build();

    private final Span span = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
            .build()
            .get("test")
            .spanBuilder("span")
            .startSpan();

    @Test
    void setsCurrentFields() {
        CONTEXT.wrap((Runnable) () -> TelemetrySpans.setAttributes(span)).run();

        assertThat(((ReadableSpan) span).getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("session_id", "s-1")
                        .put("model_id", "granite")
                        .put("gen_ai.conversation.id", "s-1")
                        .build()
                        .asMap());
    }

    @Test
    void keepsAttributesOfSpan() {
        span.setAttribute("session_id", "own");
        CONTEXT.wrap((Runnable) () -> TelemetrySpans.setAttributes(span, AttributeNames.OWN))
                .run();

        assertThat(((ReadableSpan) span).getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("session_id", "own")
                        .put("model_id", "granite")
                        .build()
                        .asMap());
    }

    @Test
    void ignoresSpansThatAreNotRecorded() {
        CONTEXT.wrap((Runnable) () -> TelemetrySpans.setAttributes(Span.getInvalid()))
                .run();
    }

    @Test
    void worksWithApiWithoutSdk() throws Exception {
        try (WithoutSdk loader = new WithoutSdk()) {
            Class<?> spans = loader.loadClass(TelemetrySpans.class.getName());
            assertThat(spans.getClassLoader()).isSameAs(loader);

            CONTEXT.wrap(() -> spans.getMethod("setAttributes", Span.class).invoke(null, span))
                    .call();
        }
        assertThat(((ReadableSpan) span).getAttributes().size()).isEqualTo(3);
    }

    /** Loads this package again, without access to the SDK. */
    private static final class WithoutSdk extends URLClassLoader {

        WithoutSdk() {
            super(new URL[0], TelemetrySpans.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.opentelemetry.sdk.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(TelemetrySpans.class.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = file.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
