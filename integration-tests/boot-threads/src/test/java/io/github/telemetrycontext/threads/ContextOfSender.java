package io.github.telemetrycontext.threads;

import io.github.telemetrycontext.TelemetryContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The producer interceptor of the page. */
public class ContextOfSender implements ProducerInterceptor<Object, Object> {

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> message) {
        TelemetryContext.current()
                .toStringMap()
                .forEach((key, value) -> message.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception failure) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> properties) {}
}
