package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests and cancellations of a subscriber, at any time and on any thread. */
@ExtendWith(TelemetryContextExtension.class)
class DemandTest {

    private final List<TelemetryContext> seen = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    private void look() {
        seen.add(TelemetryContext.current());
    }

    private final StreamingChatModel model = new StreamingChatModel() {
        @Override
        public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
            return subscriber -> {
                look();
                subscriber.onSubscribe(new Subscription() {
                    @Override
                    public void request(long n) {
                        look();
                    }

                    @Override
                    public void cancel() {
                        look();
                    }
                });
            };
        }
    };

    private final Subscriber<Object> subscriber = new Subscriber<>() {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscriptions.add(subscription);
        }

        @Override
        public void onNext(Object item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    };

    @Test
    void publisherReceivesDemandUnderContextOfCall() {
        TelemetryStreamingChatModel.of(model).chat("hello").subscribe(subscriber);
        subscriptions.get(0).request(1);
        subscriptions.get(0).cancel();

        assertThat(seen).hasSize(3);
        assertThat(seen.get(0).requestId()).isNotNull();
        assertThat(seen).containsOnly(seen.get(0));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void publisherReceivesDemandWithoutContextIfNotDecorated() {
        model.chat("hello").subscribe(subscriber);
        subscriptions.get(0).request(1);
        assertThat(seen).containsOnly(TelemetryContext.empty());
    }
}
