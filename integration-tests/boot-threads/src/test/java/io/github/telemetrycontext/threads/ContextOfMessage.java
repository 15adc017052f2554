package io.github.telemetrycontext.threads;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;

/** The channel interceptor of the page. */
@SuppressWarnings("MustBeClosedChecker") // another method closes the scope
public class ContextOfMessage implements ExecutorChannelInterceptor {

    private static final ThreadLocal<Scope> open = new ThreadLocal<>();

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
        return MessageBuilder.fromMessage(message)
                .setHeader("telemetryContext", TelemetryContext.current())
                .build();
    }

    @Override
    public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
        TelemetryContext context =
                (TelemetryContext) message.getHeaders().getOrDefault("telemetryContext", TelemetryContext.empty());
        open.set(context.makeCurrent());
        return message;
    }

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        open.get().close();
        open.remove();
    }
}
