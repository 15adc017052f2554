package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TelemetryHttpClientBuilderTest {

    /** A builder whose setters return a new builder. */
    private record Immutable(Duration connectTimeout, Duration readTimeout) implements HttpClientBuilder {

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            return new Immutable(timeout, readTimeout);
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            return new Immutable(connectTimeout, timeout);
        }

        @Override
        public HttpClient build() {
            return new Client(connectTimeout, readTimeout);
        }
    }

    private record Client(Duration connectTimeout, Duration readTimeout) implements HttpClient {

        @Override
        public SuccessfulHttpResponse execute(HttpRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void keepsSettingsOfBuilderWhoseSettersReturnNewBuilders() {
        HttpClientBuilder builder = TelemetryHttpClientBuilder.of(new Immutable(Duration.ZERO, Duration.ZERO));
        assertThat(builder.connectTimeout(Duration.ofSeconds(1)).readTimeout(Duration.ofSeconds(2)))
                .isSameAs(builder);

        assertThat(builder.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(builder.readTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(builder.build())
                .isEqualTo(new TelemetryHttpClientBuilder.Client(
                        new Client(Duration.ofSeconds(1), Duration.ofSeconds(2))));
    }
}
