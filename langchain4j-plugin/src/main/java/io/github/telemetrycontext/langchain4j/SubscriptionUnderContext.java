package io.github.telemetrycontext.langchain4j;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.Flow.Subscription;

/**
 * A subscription whose publisher is asked under the context of the call.
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
