package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Passes signals to a subscriber, and its requests to the source, under the context of the call.
 *
 * @param call the context
 * @param subscriber receives the signals
 * @param <T> the type of the elements
 */
record SubscriberUnderContext<T>(TelemetryContext call, Subscriber<? super T> subscriber) implements CoreSubscriber<T> {

    @Override
    public Context currentContext() {
        return subscriber instanceof CoreSubscriber<?> core ? core.currentContext() : Context.empty();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        call.run(() -> subscriber.onSubscribe(new Requests(call, subscription)));
    }

    @Override
    public void onNext(T element) {
        call.run(() -> subscriber.onNext(element));
    }

    @Override
    public void onError(Throwable failure) {
        call.run(() -> subscriber.onError(failure));
    }

    @Override
    public void onComplete() {
        call.run(subscriber::onComplete);
    }

    /**
     * Passes requests to the source. Operators can't fuse with this type, so they can't take elements without a signal.
     */
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
