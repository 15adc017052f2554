package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.opentelemetry.AttributeNames;
import io.github.telemetrycontext.opentelemetry.TelemetrySpanProcessor;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Spring Boot's SDK, with spans and log records of the application and of Spring. */
@ExtendWith(TelemetryContextExtension.class)
class OpenTelemetryTest {

    private static final Map<String, Object> RESOLVED =
            Map.of("request_id", "r-1", "session_id", "s-2 of s-1", "gen_ai.conversation.id", "s-2 of s-1");

    private static RunningApplication start(Class<?> configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--management.tracing.sampling.probability=1");
        return RunningApplication.start(configuration, all.toArray(String[]::new));
    }

    @Test
    void spansHaveFieldsOnce() {
        try (RunningApplication application = start(WithExporters.class)) {
            assertThat(attributesOfSpan(application))
                    .containsOnly(
                            entry("session_id", "s-1"),
                            entry("gen_ai.conversation.id", "s-1"),
                            entry("sampling_iteration", 3L));
            assertThat(application.context().getBeansOfType(TelemetrySpanProcessor.class))
                    .hasSize(1);
        }
    }

    @Test
    void logRecordsHaveFieldsBeforeExport() {
        try (RunningApplication application = start(WithExporters.class)) {
            assertThat(attributesOfLogRecord(application)).containsEntry("sampling_iteration", 3L);
        }
    }

    @Test
    void addsNothingWhenSwitchedOff() {
        try (RunningApplication application =
                start(WithExporters.class, "--telemetry.context.opentelemetry.enabled=false")) {
            assertThat(attributesOfSpan(application)).isEmpty();
            assertThat(attributesOfLogRecord(application)).isEmpty();
        }
    }

    @Test
    void processorOfApplicationReplacesDefault() {
        try (RunningApplication application = start(WithOwnProcessor.class)) {
            assertThat(attributesOfSpan(application))
                    .containsOnly(entry("session_id", "s-1"), entry("sampling_iteration", 3L));
        }
    }

    @Test
    void spanOfRequestHasIdsOfFilter() throws Exception {
        try (RunningApplication application = RunningApplication.servlet(
                WebWithExporters.class,
                "--management.tracing.sampling.probability=1",
                "--telemetry.context.web.enabled=true")) {
            application.get("/plain", "X-Request-Id", "r-1");

            // The span ends after the response.
            await().untilAsserted(() -> {
                flush(application);
                assertThat(exporter(application).getFinishedSpanItems())
                        .filteredOn(span -> span.getKind() == SpanKind.SERVER)
                        .singleElement()
                        .satisfies(
                                span -> assertThat(asMap(span.getAttributes())).containsEntry("request_id", "r-1"));
            });
        }
    }

    /**
     * A server span that begins before all filters, such as a span of the Java agent. Spring's own observations are
     * off.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setsIdsOnServerSpanThatBeganBeforeFilters(boolean enabled) throws Exception {
        assertThat(spanOfRequest(
                        "outer",
                        "--management.observations.enable.http=false",
                        "--telemetry.context.opentelemetry.enabled=" + enabled))
                .isEqualTo(enabled ? RESOLVED : Map.of());
    }

    /** This span begins between the filters. It first has the session of the header. */
    @Test
    void setsSessionOfResolverOnServerSpanOfSpring() throws Exception {
        assertThat(spanOfRequest("http get /plain")).containsAllEntriesOf(RESOLVED);
    }

    private static Map<String, Object> spanOfRequest(String name, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--management.tracing.sampling.probability=1");
        all.add("--management.observations.enable.spring.security=false");
        all.add("--telemetry.context.web.enabled=true");
        all.add("--telemetry.context.web.session-id-header=X-Session-Id");
        try (RunningApplication application =
                RunningApplication.servlet(WithOuterSpan.class, all.toArray(String[]::new))) {
            application.get("/plain", "X-Request-Id", "r-1", "X-Session-Id", "s-1");

            return asMap(await().until(
                            () -> {
                                flush(application);
                                return exporter(application).getFinishedSpanItems().stream()
                                        .filter(span -> span.getName().equals(name))
                                        .toList();
                            },
                            spans -> spans.size() == 1)
                    .get(0)
                    .getAttributes());
        }
    }

    private static Map<String, Object> attributesOfSpan(RunningApplication application) {
        OpenTelemetry openTelemetry = application.context().getBean(OpenTelemetry.class);
        TelemetryContext.with()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> openTelemetry
                        .getTracer("test")
                        .spanBuilder("chat")
                        .setNoParent()
                        .startSpan()
                        .end());
        flush(application);
        return asMap(exporter(application).getFinishedSpanItems().get(0).getAttributes());
    }

    private static Map<String, Object> attributesOfLogRecord(RunningApplication application) {
        OpenTelemetry openTelemetry = application.context().getBean(OpenTelemetry.class);
        TelemetryContext.with()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> openTelemetry
                        .getLogsBridge()
                        .get("test")
                        .logRecordBuilder()
                        .setBody("inside")
                        .emit());
        return asMap(application
                .context()
                .getBean(InMemoryLogRecordExporter.class)
                .getFinishedLogRecordItems()
                .get(0)
                .getAttributes());
    }

    private static InMemorySpanExporter exporter(RunningApplication application) {
        return application.context().getBean(InMemorySpanExporter.class);
    }

    private static void flush(RunningApplication application) {
        assertThat(application
                        .context()
                        .getBean(SdkTracerProvider.class)
                        .forceFlush()
                        .join(10, TimeUnit.SECONDS)
                        .isSuccess())
                .isTrue();
    }

    private static Map<String, Object> asMap(Attributes attributes) {
        return attributes.asMap().entrySet().stream()
                .collect(Collectors.toMap(attribute -> attribute.getKey().getKey(), Map.Entry::getValue));
    }

    @Configuration(proxyBeanMethods = false)
    @Import(MicrometerTest.Application.class)
    static class WithExporters {

        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }

        @Bean
        InMemoryLogRecordExporter records() {
            return InMemoryLogRecordExporter.create();
        }

        /** Exports immediately, so it sees only the effects of earlier processors. */
        @Bean
        LogRecordProcessor simple(InMemoryLogRecordExporter records) {
            return SimpleLogRecordProcessor.create(records);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithExporters.class)
    static class WithOwnProcessor {

        @Bean
        TelemetrySpanProcessor ownNames() {
            return new TelemetrySpanProcessor(AttributeNames.OWN);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WithExporters.class, ServletApplication.class})
    static class WebWithExporters {}

    @Configuration(proxyBeanMethods = false)
    @Import(WebWithExporters.class)
    static class WithOuterSpan {

        @Bean
        SessionIdResolver resolver() {
            return request -> "s-2 of " + request.header("X-Session-Id");
        }

        @Bean
        ServletRequestListener outerSpan(OpenTelemetry openTelemetry) {
            return new ServletRequestListener() {

                @Override
                @SuppressWarnings("MustBeClosedChecker") // closed when the request ends
                public void requestInitialized(ServletRequestEvent event) {
                    Span span =
                            openTelemetry.getTracer("test").spanBuilder("outer").startSpan();
                    event.getServletRequest().setAttribute("span", span);
                    event.getServletRequest().setAttribute("scope", span.makeCurrent());
                }

                @Override
                public void requestDestroyed(ServletRequestEvent event) {
                    ((Scope) event.getServletRequest().getAttribute("scope")).close();
                    ((Span) event.getServletRequest().getAttribute("span")).end();
                }
            };
        }
    }
}
