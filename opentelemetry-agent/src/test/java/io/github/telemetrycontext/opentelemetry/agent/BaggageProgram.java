package io.github.telemetrycontext.opentelemetry.agent;

import com.sun.net.httpserver.HttpServer;
import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Puts the fields into OpenTelemetry's baggage, for an agent that copies baggage. Prints the header that a peer receives. */
final class BaggageProgram {

    private BaggageProgram() {}

    @SuppressWarnings("try") // the scope variable is never read
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            System.out.println(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("baggage"));
            AgentProgram.make("served" + exchange.getRequestURI());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder();
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            TelemetryContext context = TelemetryContext.builder()
                    .sessionId("s-1")
                    .samplingIteration(3)
                    .build();
            try (var scope = baggage(context).makeCurrent()) {
                AgentProgram.make("scope");
                send(request.uri(uri.resolve("/peer")).build());
            }
            send(request.uri(uri.resolve("/forged"))
                    .header("baggage", "session_id=forged")
                    .build());
        } finally {
            server.stop(0);
        }
    }

    private static Baggage baggage(TelemetryContext context) {
        BaggageBuilder baggage = Baggage.current().toBuilder();
        context.toStringMap().forEach(baggage::put);
        return baggage.build();
    }

    private static void send(HttpRequest request) throws Exception {
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }
}
