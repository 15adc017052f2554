package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;

/** Pekko: an actor handles each message with the context in the message. */
public class PekkoContext<M extends PekkoContext.Message> extends BehaviorInterceptor<M, M> {

    public interface Message {
        TelemetryContext context();
    }

    public PekkoContext(Class<M> type) {
        super(type);
    }

    @Override
    public Behavior<M> aroundReceive(TypedActorContext<M> actor, M message, ReceiveTarget<M> target) {
        return message.context().call(() -> target.apply(actor, message));
    }
}
