package io.github.telemetrycontext.threads;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.listener.RecordInterceptor;

/** The record interceptor of the page. */
@SuppressWarnings("MustBeClosedChecker") // another method closes the scope
public class ContextOfRecord implements RecordInterceptor<Object, Object> {

    private static final ThreadLocal<Scope> open = new ThreadLocal<>();

    @Override
    public ConsumerRecord<Object, Object> intercept(
            ConsumerRecord<Object, Object> message, Consumer<Object, Object> consumer) {
        TelemetryContext.Builder context = TelemetryContext.with();
        for (String key : List.of("session_id", "request_id")) {
            Header header = message.headers().lastHeader(key);
            if (header != null && header.value() != null) {
                context.put(key, new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        open.set(context.open());
        return message;
    }

    @Override
    public void afterRecord(ConsumerRecord<Object, Object> message, Consumer<Object, Object> consumer) {
        open.get().close();
        open.remove();
    }
}
