package io.github.telemetrycontext.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Kafka: writes the ids to the headers of a record, and reads them. */
public final class KafkaContext {

    public static void write(Headers headers) {
        TelemetryContext.current().toStringMap().forEach((key, value) -> headers.add(key, value.getBytes(UTF_8)));
    }

    public static TelemetryContext read(Headers headers) {
        return TelemetryContext.builder()
                .sessionId(text(headers.lastHeader("session_id")))
                .requestId(text(headers.lastHeader("request_id")))
                .build();
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private KafkaContext() {}
}
