package io.github.telemetrycontext.testsupport;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The server for an OTLP/HTTP exporter, on loopback. It keeps the spans and log records that arrive. */
public final class OtlpReceiver implements AutoCloseable {

    public final List<Span> spans = new CopyOnWriteArrayList<>();
    public final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    public OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> received(decoded(exchange, ExportTraceServiceRequest.parser())));
        server.createContext("/v1/logs", exchange -> received(decoded(exchange, ExportLogsServiceRequest.parser())));
        server.start();
    }

    /** The properties of an SDK that exports to this server. */
    public Map<String, String> settings() {
        return Map.of(
                "otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "otel.exporter.otlp.protocol",
                "http/protobuf",
                "otel.metrics.exporter",
                "none");
    }

    private static <T extends Message> T decoded(HttpExchange exchange, Parser<T> parser) throws IOException {
        try (exchange) {
            T request = parser.parseFrom(exchange.getRequestBody());
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            return request;
        }
    }

    private void received(ExportTraceServiceRequest request) {
        request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .forEach(scope -> spans.addAll(scope.getSpansList()));
    }

    private void received(ExportLogsServiceRequest request) {
        request.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .forEach(scope -> records.addAll(scope.getLogRecordsList()));
    }

    /** Attributes by name, strings and longs. */
    private static Map<String, Object> values(List<KeyValue> attributes) {
        Map<String, Object> values = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            Object before = values.put(
                    attribute.getKey(), value.hasIntValue() ? (Object) value.getIntValue() : value.getStringValue());
            if (before != null) {
                throw new AssertionError(attribute.getKey() + " stands twice in " + attributes);
            }
        }
        return values;
    }

    /** Attributes by name, without those that OpenTelemetry itself sets for the thread. A name that stands twice fails the test. */
    public static Map<String, Object> valuesWithoutThread(List<KeyValue> attributes) {
        Map<String, Object> values = values(attributes);
        values.keySet().removeIf(key -> key.startsWith("thread."));
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
