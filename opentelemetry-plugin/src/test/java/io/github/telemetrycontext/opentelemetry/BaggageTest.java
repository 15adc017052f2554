package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaggageTest {

    private static final String SWITCH = "otel.telemetry-context.baggage.enabled";

    @Test
    void propagatesFieldsToAnotherProcess() throws Exception {
        assertThat(receivedFromAnotherProcess(true, true))
                .isEqualTo("{session_id=s,1=a;b%20, request_id=r-1, model_id=granite, sampling_iteration=3}");
    }

    @Test
    void sendsNoFieldsByDefault() throws Exception {
        assertThat(receivedFromAnotherProcess(false, true)).isEqualTo("{}");
    }

    @Test
    void acceptsNoFieldsByDefault() throws Exception {
        assertThat(receivedFromAnotherProcess(true, false)).isEqualTo("{}");
    }

    /** The other process sends a request to this process. Returns the context of this process during the request. */
    private String receivedFromAnotherProcess(boolean out, boolean in) throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (OpenTelemetrySdk sdk = sdk(Map.of(SWITCH, Boolean.toString(in)))) {
            server.createContext("/", exchange -> {
                Context context = sdk.getPropagators()
                        .getTextMapPropagator()
                        .extract(Context.root(), exchange.getRequestHeaders(), new Getter());
                context.wrap((Runnable) () -> received.complete(
                                TelemetryContext.current().toMap().toString()))
                        .run();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            new ForkedJvm()
                    .property(SWITCH, String.valueOf(out))
                    .run(Client.class, "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                    .succeeded();
            return received.get();
        } finally {
            server.stop(0);
        }
    }

    /** The other process. */
    static final class Client {

        private Client() {}

        public static void main(String[] arguments) throws Exception {
            try (OpenTelemetrySdk sdk = sdk(Map.of())) {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(arguments[0]));
                TelemetryContext.builder()
                        .sessionId("s,1=a;b%20")
                        .requestId("r-1")
                        .modelId("granite")
                        .samplingIteration(3)
                        .run(() -> sdk.getPropagators()
                                .getTextMapPropagator()
                                .inject(Context.current(), request, (message, key, value) -> {
                                    if (message != null) {
                                        message.setHeader(key, value);
                                    }
                                }));
                HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding());
            }
        }
    }

    @Test
    void keepsEntriesOfApplicationIfNoScopeIsOpen() {
        try (OpenTelemetrySdk sdk = sdk(Map.of(SWITCH, "true"))) {
            Context context = Context.root()
                    .with(Baggage.builder().put("session_id", "own").build());
            Map<String, String> message = new HashMap<>();
            sdk.getPropagators().getTextMapPropagator().inject(context, message, (into, key, value) -> {
                if (into != null) {
                    into.put(key, value);
                }
            });
            assertThat(message).isEqualTo(Map.of("baggage", "session_id=own"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "yes, 'tracecontext,baggage', Unknown value of otel.telemetry-context.baggage.enabled: yes.",
        "true, tracecontext, otel.propagators does not contain baggage. Add baggage to otel.propagators"
    })
    void rejectsInvalidSwitchAndNamesAction(String value, String propagators, String message) {
        assertThatThrownBy(() -> sdk(Map.of(SWITCH, value, "otel.propagators", propagators)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    private static OpenTelemetrySdk sdk(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("otel.traces.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        properties.put("otel.metrics.exporter", "none");
        return AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> properties)
                .build()
                .getOpenTelemetrySdk();
    }

    private static final class Getter implements TextMapGetter<Headers> {

        @Override
        public Iterable<String> keys(Headers headers) {
            return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            return headers == null ? null : headers.getFirst(key);
        }
    }
}
