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
 * A builder of HTTP clients whose server-sent events are handled under the context in which the request was sent. It is
 * for the log lines that LangChain4j itself writes of streamed answers, on threads of the HTTP client, before any callback:
 *
 * <pre>{@code
 * OpenAiStreamingChatModel.builder()
 *         .httpClientBuilder(TelemetryHttpClientBuilder.of(new JdkHttpClientBuilder()))
 *         .logResponses(true)
 * }</pre>
 *
 * <p>Everything else is the given builder's and its clients'. A builder is for one thread at a time, a client for as many
 * as the given one's are. An event costs a scope.
 */
public final class TelemetryHttpClientBuilder implements HttpClientBuilder {

    private HttpClientBuilder builder;

    private TelemetryHttpClientBuilder(HttpClientBuilder builder) {
        this.builder = builder;
    }

    /**
     * Decorates a builder.
     *
     * @param builder what builds the clients
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

    /** Only what is answered on other threads needs anything. */
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

    /** A listener whose methods run under the context of the request. */
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
