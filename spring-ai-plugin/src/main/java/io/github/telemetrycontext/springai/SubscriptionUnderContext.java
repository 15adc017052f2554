package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import org.reactivestreams.Subscription;

/**
 * A subscription whose publisher is asked under the context of the call. Operators can't fuse with it: they would take the
 * elements without a signal.
 *
 * @param call the context
 * @param subscription what is asked
 */
record SubscriptionUnderContext(TelemetryContext call, Subscription subscription) implements Subscription {

    @Override
    public void request(long n) {
        call.wrap(() -> subscription.request(n)).run();
    }

    @Override
    public void cancel() {
        call.wrap(subscription::cancel).run();
    }
}
