package io.github.telemetrycontext.opentelemetry.agent;

import com.sun.net.httpserver.HttpServer;
import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;

/** An application under the Java agent. Names of spans and messages of records say where they are created. */
final class AgentProgram {

    private static final TelemetryContext ALL = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    private AgentProgram() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            make("before");
            Context carried = ALL.call(() -> {
                inScope(pool);
                return Context.current();
            });
            make("after");
            pool.submit(() -> make("pool after")).get();
            carriedWithoutAScope(carried);
        } finally {
            pool.shutdown();
        }
    }

    private static void inScope(ExecutorService pool) throws Exception {
        make("scope");
        pool.submit(() -> make("pool")).get();
        CompletableFuture.runAsync(() -> make("future"))
                .thenRunAsync(() -> make("stage"))
                .get();
        TelemetryContext.with().sessionId("s-2").run(() -> make("nested"));
        TelemetryContext.with().requestId(null).run(() -> make("hidden"));
        TelemetryContext.empty().run(() -> make("all hidden"));
        make("after nested");
        Thread thread = new Thread(() -> make("new thread"));
        thread.start();
        thread.join();

        annotated();
        httpCalls();
        databaseCall();
        tracer().spanBuilder("chat")
                .setAttribute("gen_ai.operation.name", "chat")
                .startSpan()
                .end();
        tracer().spanBuilder("chat with a model")
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.request.model", "own")
                .startSpan()
                .end();
        tracer().spanBuilder("own attributes")
                .setAttribute("session_id", "own")
                .setAttribute("request_id", 7)
                .startSpan()
                .end();
        GlobalOpenTelemetry.get()
                .getLogsBridge()
                .get("program")
                .logRecordBuilder()
                .setBody("own attributes")
                .setAttribute("session_id", "own")
                .setAttribute("request_id", 7)
                .emit();
    }

    /** The carried context belongs to a closed scope. */
    private static void carriedWithoutAScope(Context carried) {
        tracer().spanBuilder("parent").setParent(carried).startSpan().end();
        GlobalOpenTelemetry.get()
                .getLogsBridge()
                .get("program")
                .logRecordBuilder()
                .setContext(carried)
                .setBody("context")
                .emit();
    }

    @WithSpan("annotated")
    private static void annotated() {}

    private static void httpCalls() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
            client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).get();
        } finally {
            server.stop(0);
        }
    }

    private static void databaseCall() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:h2:mem:test");
                Statement statement = database.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    /** Creates a span, and a record with each kind of logger. */
    static void make(String place) {
        Span span = tracer().spanBuilder(place).startSpan();
        span.end();
        LoggerFactory.getLogger("logback").info("logback {}", place);
        LogManager.getLogger("log4j").info("log4j {}", place);
        LogManager.getLogger("log4j-async").info("log4j-async {}", place);
    }

    private static Tracer tracer() {
        return GlobalOpenTelemetry.getTracer("program");
    }
}
