package io.github.telemetrycontext.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Handlers of WebSocket messages. */
@ExtendWith(TelemetryContextExtension.class)
class WebSocketTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @Test
    void handlerGetsContextOfHandshakeFromAttributes() {
        try (RunningApplication application = new RunningApplication(Agent.class)) {
            WebSocket alice = connect(application, "alice");
            WebSocket bob = connect(application, "bob");
            alice.sendText("from alice", true).join();
            bob.sendText("from bob", true).join();

            assertThat(application.ids("reads from alice")).isEqualTo("- -");
            assertThat(application.ids("answers from alice")).isEqualTo("alice r-alice");
            assertThat(application.ids("answers from bob")).isEqualTo("bob r-bob");

            alice.abort();
            bob.abort();
        }
    }

    private static WebSocket connect(RunningApplication application, String user) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-Session-Id", user)
                .header("X-Request-Id", "r-" + user)
                .buildAsync(URI.create("ws" + application.address("/chat")), new WebSocket.Listener() {})
                .join();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSocket
    static class Agent implements WebSocketConfigurer {

        @Override
        public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
            registry.addHandler(new Chat(), "/chat").addInterceptors(new ContextOfHandshake());
        }
    }

    static class ContextOfHandshake implements HandshakeInterceptor {

        @Override
        public boolean beforeHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                Map<String, Object> attributes) {
            attributes.put("telemetryContext", TelemetryContext.current());
            return true;
        }

        @Override
        public void afterHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                @Nullable Exception failure) {}
    }

    static class Chat extends TextWebSocketHandler {

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) {
            log.info("reads {}", message.getPayload());
            TelemetryContext context = (TelemetryContext)
                    session.getAttributes().getOrDefault("telemetryContext", TelemetryContext.empty());
            context.run(() -> answer(message));
        }

        private void answer(TextMessage message) {
            log.info("answers {}", message.getPayload());
        }
    }
}
