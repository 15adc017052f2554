package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.github.telemetrycontext.TelemetryContext;
import java.time.Duration;
import java.util.Objects;

/**
 * Builds HTTP clients that handle server-sent events under the context of the request. LangChain4j logs streamed
 * answers on threads of the HTTP client before any callback. These log lines then have the context:
 *
 * <pre>{@code
 * OpenAiStreamingChatModel.builder()
 *         .httpClientBuilder(TelemetryHttpClientBuilder.of(new JdkHttpClientBuilder()))
 *         .logResponses(true)
 * }</pre>
 *
 * <p>All other behavior is that of the given builder and its clients. A builder is for one thread at a time. A client
 * is thread-safe if the given builder's clients are. An event costs a scope.
 */
public final class TelemetryHttpClientBuilder implements HttpClientBuilder {

    private HttpClientBuilder builder;

    private TelemetryHttpClientBuilder(HttpClientBuilder builder) {
        this.builder = builder;
    }

    /**
     * Decorates a builder.
     *
     * @param builder builds the clients
     * @return the decorated builder
     */
    public static TelemetryHttpClientBuilder of(HttpClientBuilder builder) {
        return new TelemetryHttpClientBuilder(Objects.requireNonNull(builder, "builder"));
    }

    @Override
    public Duration connectTimeout() {
        return builder.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        builder = builder.connectTimeout(timeout);
        return this;
    }

    @Override
    public Duration readTimeout() {
        return builder.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        builder = builder.readTimeout(timeout);
        return this;
    }

    @Override
    public HttpClient build() {
        return new Client(builder.build());
    }

    /** Sets the context for answers on other threads. Synchronous answers already have it. */
    record Client(HttpClient client) implements HttpClient {

        @Override
        public SuccessfulHttpResponse execute(HttpRequest request) {
            return client.execute(request);
        }

        @Override
        public void execute(HttpRequest request, ServerSentEventListener listener) {
            client.execute(request, new Listener(TelemetryContext.current(), listener));
        }

        @Override
        public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
            client.execute(request, parser, new Listener(TelemetryContext.current(), listener));
        }
    }

    /** Runs the methods of a listener under the context of the request. */
    record Listener(TelemetryContext context, ServerSentEventListener listener) implements ServerSentEventListener {

        @Override
        public void onOpen(SuccessfulHttpResponse response) {
            context.run(() -> listener.onOpen(response));
        }

        @Override
        public void onEvent(ServerSentEvent event, ServerSentEventContext parsing) {
            context.run(() -> listener.onEvent(event, parsing));
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            context.run(() -> listener.onEvent(event));
        }

        @Override
        public void onError(Throwable failure) {
            context.run(() -> listener.onError(failure));
        }

        @Override
        public void onClose() {
            context.run(listener::onClose);
        }
    }
}
