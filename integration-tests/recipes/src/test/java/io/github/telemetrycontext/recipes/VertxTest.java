package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server with one event loop that both users share. */
@ExtendWith(TelemetryContextExtension.class)
class VertxTest {

    private static final String[] STEPS = {"handler", "body", "blocking", "future", "timer", "consumer", "reply"};

    @Test
    void eachStepOfRequestHasItsContext() throws Exception {
        assertThat(steps(
                        request -> {
                            VertxContext.set(context(request.headers()));
                            answer(request);
                        },
                        VertxTest::carryOnEventBus))
                .isEqualTo(carried(STEPS));
    }

    @Test
    void requestsOnSameThreadDoNotShareContexts() throws Exception {
        Map<String, Set<TwoSessions.Ids>> ownOfAliceAndNoneOfBob = new TreeMap<>();
        for (String step : STEPS) {
            ownOfAliceAndNoneOfBob.put(step, EnumSet.of(TwoSessions.Ids.OWN, TwoSessions.Ids.NONE));
        }
        assertThat(steps(
                        request -> {
                            if ("s-alice".equals(request.getHeader("session_id"))) {
                                VertxContext.set(context(request.headers()));
                            }
                            answer(request);
                        },
                        VertxTest::carryOnEventBus))
                .isEqualTo(ownOfAliceAndNoneOfBob);
    }

    @Test
    void scopeAroundHandlerEndsBeforeOtherSteps() throws Exception {
        Map<String, Set<TwoSessions.Ids>> expected = lost(STEPS);
        expected.putAll(carried("handler"));
        assertThat(steps(request -> context(request.headers()).run(() -> answer(request)), vertx -> {}))
                .isEqualTo(expected);
    }

    private static void carryOnEventBus(Vertx vertx) {
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            delivery.message().headers().addAll(TelemetryContext.current().toStringMap());
            delivery.next();
        });
        vertx.eventBus().addInboundInterceptor(delivery -> {
            if (delivery.message().headers().contains("session_id")) {
                VertxContext.set(context(delivery.message().headers()));
            }
            delivery.next();
        });
    }

    private static TelemetryContext context(MultiMap headers) {
        return TelemetryContext.builder()
                .sessionId(headers.get("session_id"))
                .requestId(headers.get("request_id"))
                .build();
    }

    private static Map<String, Set<TwoSessions.Ids>> steps(Handler<HttpServerRequest> handler, Handler<Vertx> settings)
            throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            settings.handle(vertx);
            vertx.eventBus().<String>consumer("model", message -> {
                step(message.body(), "consumer");
                message.reply("answer");
            });
            HttpServer server =
                    vertx.createHttpServer().requestHandler(handler).listen(0).await();
            HttpClient client = HttpClient.newHttpClient();
            return TwoSessions.runWithoutScope(
                    user -> client.send(request(user, server.actualPort()), BodyHandlers.ofString()));
        } finally {
            vertx.close().await();
        }
    }

    private static HttpRequest request(String user, int port) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port))
                .header("session_id", "s-" + user)
                .header("request_id", "r-" + user)
                .POST(BodyPublishers.ofString(user))
                .build();
    }

    private static void answer(HttpServerRequest request) {
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext()).owner();
        step(Objects.requireNonNull(request.getHeader("session_id")).substring(2), "handler");
        request.body()
                .map(body -> body.toString())
                .compose(user -> {
                    step(user, "body");
                    return vertx.executeBlocking(() -> {
                        step(user, "blocking");
                        return user;
                    });
                })
                .compose(user -> {
                    step(user, "future");
                    return vertx.timer(1).map(user);
                })
                .compose(user -> {
                    step(user, "timer");
                    return vertx.eventBus().<String>request("model", user).map(user);
                })
                .compose(user -> {
                    step(user, "reply");
                    return Future.succeededFuture(user);
                })
                .onComplete(done -> request.response().end());
    }
}
