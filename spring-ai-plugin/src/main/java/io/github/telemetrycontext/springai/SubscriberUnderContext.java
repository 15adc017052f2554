package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * A subscriber that is signalled, and whose publisher is asked for elements, under the context of the call.
 *
 * @param call the context
 * @param subscriber what the signals are for
 * @param <T> the type of the elements
 */
record SubscriberUnderContext<T>(TelemetryContext call, Subscriber<? super T> subscriber) implements CoreSubscriber<T> {

    @Override
    public Context currentContext() {
        return subscriber instanceof CoreSubscriber<?> core ? core.currentContext() : Context.empty();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        call.wrap(() -> subscriber.onSubscribe(new SubscriptionUnderContext(call, subscription)))
                .run();
    }

    @Override
    public void onNext(T element) {
        call.wrap(() -> subscriber.onNext(element)).run();
    }

    @Override
    public void onError(Throwable failure) {
        call.wrap(() -> subscriber.onError(failure)).run();
    }

    @Override
    public void onComplete() {
        call.wrap(subscriber::onComplete).run();
    }
}
