package io.github.telemetrycontext.langchain4j;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * A subscriber that receives its signals, and requests items, under the context of the call.
 *
 * @param call the context
 * @param subscriber receives the signals
 * @param <T> the type of the items
 */
record SubscriberUnderContext<T>(TelemetryContext call, Subscriber<? super T> subscriber) implements Subscriber<T> {

    @Override
    public void onSubscribe(Subscription subscription) {
        call.wrap(() -> subscriber.onSubscribe(new Requests(call, subscription)))
                .run();
    }

    @Override
    public void onNext(T item) {
        call.wrap(() -> subscriber.onNext(item)).run();
    }

    @Override
    public void onError(Throwable failure) {
        call.wrap(() -> subscriber.onError(failure)).run();
    }

    @Override
    public void onComplete() {
        call.wrap(subscriber::onComplete).run();
    }

    record Requests(TelemetryContext call, Subscription subscription) implements Subscription {

        @Override
        public void request(long n) {
            call.wrap(() -> subscription.request(n)).run();
        }

        @Override
        public void cancel() {
            call.wrap(subscription::cancel).run();
        }
    }
}
