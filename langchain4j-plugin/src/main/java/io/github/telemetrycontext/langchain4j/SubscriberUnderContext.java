package io.github.telemetrycontext.langchain4j;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * Passes signals to a subscriber, and its requests to the source, under the context of the call.
 *
 * @param call the context
 * @param subscriber receives the signals
 * @param <T> the type of the items
 */
record SubscriberUnderContext<T>(TelemetryContext call, Subscriber<? super T> subscriber) implements Subscriber<T> {

    @Override
    public void onSubscribe(Subscription subscription) {
        call.run(() -> subscriber.onSubscribe(new Requests(call, subscription)));
    }

    @Override
    public void onNext(T item) {
        call.run(() -> subscriber.onNext(item));
    }

    @Override
    public void onError(Throwable failure) {
        call.run(() -> subscriber.onError(failure));
    }

    @Override
    public void onComplete() {
        call.run(subscriber::onComplete);
    }

    record Requests(TelemetryContext call, Subscription subscription) implements Subscription {

        @Override
        public void request(long n) {
            call.run(() -> subscription.request(n));
        }

        @Override
        public void cancel() {
            call.run(subscription::cancel);
        }
    }
}
