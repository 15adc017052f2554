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
import java.util.function.Consumer;

/** A server on loopback for an OTLP/HTTP exporter. Keeps the spans and log records that it receives. */
public final class OtlpReceiver implements AutoCloseable {

    public final List<Span> spans = new CopyOnWriteArrayList<>();
    public final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    public OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> answer(exchange, ExportTraceServiceRequest.parser(), this::add));
        server.createContext("/v1/logs", exchange -> answer(exchange, ExportLogsServiceRequest.parser(), this::add));
        server.start();
    }

    /** Returns the properties of an SDK that exports to this server. */
    public Map<String, String> settings() {
        return Map.of(
                "otel.exporter.otlp.endpoint",
                endpoint(),
                "otel.exporter.otlp.protocol",
                "http/protobuf",
                "otel.metrics.exporter",
                "none");
    }

    /** Returns the address of this server, without a path. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Stores the message before answering, because the program may end after the answer. */
    private static <T extends Message> void answer(HttpExchange exchange, Parser<T> parser, Consumer<T> keep)
            throws IOException {
        try (exchange) {
            keep.accept(parser.parseFrom(exchange.getRequestBody()));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void add(ExportTraceServiceRequest request) {
        request.getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .forEach(scope -> spans.addAll(scope.getSpansList()));
    }

    private void add(ExportLogsServiceRequest request) {
        request.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .forEach(scope -> records.addAll(scope.getLogRecordsList()));
    }

    /** Returns the attributes by name, strings and longs. */
    private static Map<String, Object> values(List<KeyValue> attributes) {
        Map<String, Object> values = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            Object before = values.put(
                    attribute.getKey(), value.hasIntValue() ? (Object) value.getIntValue() : value.getStringValue());
            if (before != null) {
                throw new AssertionError(attribute.getKey() + " occurs twice in " + attributes);
            }
        }
        return values;
    }

    /**
     * Returns the attributes by name, without those that OpenTelemetry sets for the thread. A duplicate name fails the
     * test.
     */
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
