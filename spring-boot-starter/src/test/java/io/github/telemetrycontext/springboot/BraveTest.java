package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Brave with the span handlers of the application, built in the same way as in Spring Boot's bridge. */
@ExtendWith(TelemetryContextExtension.class)
class BraveTest {

    private static List<Map<String, String>> tagsOfSpans(String... arguments) {
        try (RunningApplication application = RunningApplication.start(WithBrave.class, arguments)) {
            Tracing tracing = application.context().getBean(Tracing.class);
            TelemetryContext.with()
                    .sessionId("s-1")
                    .requestId("r-1")
                    .samplingIteration(3)
                    .run(() -> tracing.tracer().newTrace().start().finish());
            tracing.tracer().newTrace().start().finish();
            return List.copyOf(application.context().getBean(Ended.class).tags);
        }
    }

    @Test
    void setsTagsOnSpansInScope() {
        assertThat(tagsOfSpans())
                .containsExactly(
                        Map.of(
                                "session_id", "s-1",
                                "request_id", "r-1",
                                "sampling_iteration", "3",
                                "gen_ai.conversation.id", "s-1"),
                        Map.of());
    }

    @Test
    void setsNoTagsWhenSwitchedOff() {
        assertThat(tagsOfSpans("--telemetry.context.brave.enabled=false")).containsExactly(Map.of(), Map.of());
    }

    static final class Ended extends SpanHandler {

        final List<Map<String, String>> tags = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            Map<String, String> found = new HashMap<>();
            span.forEachTag(Map::put, found);
            tags.add(found);
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(MicrometerTest.Application.class)
    static class WithBrave {

        @Bean
        Ended ended() {
            return new Ended();
        }

        @Bean(destroyMethod = "close")
        Tracing tracing(List<SpanHandler> handlers) {
            Tracing.Builder tracing = Tracing.newBuilder();
            handlers.forEach(tracing::addSpanHandler);
            return tracing.build();
        }
    }
}
