package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tests that lines show the context of the log call, even if they are written after the scope has closed. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class AsyncDeliveryTest {

    /** Fewer than the 128 slots of each queue and ring buffer, so that all events fit while the writer waits. */
    private static final int HELD = 120;

    private static final int LINES = 300;

    static List<Delivery> asyncDeliveries() {
        return List.of(Delivery.values()).stream().filter(Delivery::isAsync).toList();
    }

    @ParameterizedTest
    @MethodSource("asyncDeliveries")
    void writesFieldsOfLogCall(Delivery delivery) {
        List<Map<String, Object>> expected = new ArrayList<>();
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            CaptureAppender out = log4j.out();
            out.hold();
            try {
                for (int i = 0; i < HELD; i++) {
                    expected.add(logOneLine(log4j.logger(), i));
                }
                assertThat(out.lines()).isEmpty();
                TelemetryContext.with().sessionId("too late").run(() -> {
                    ThreadContext.put("user", "too late");
                    out.release();
                    for (int i = HELD; i < LINES; i++) {
                        expected.add(logOneLine(log4j.logger(), i));
                    }
                });
            } finally {
                out.release();
            }

            // In any order, because a thread of Log4j that finds a queue full bypasses the queue.
            assertThat(log4j.json().stream().map(Json::map)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Logs a line with its own context, every third line without a context. Returns the expected line. */
    private static Map<String, Object> logOneLine(Logger log, int number) {
        Map<String, Object> expected = new LinkedHashMap<>(Map.of("message", "line " + number));
        Map<String, Object> mdc = new LinkedHashMap<>();
        if (number % 3 == 0) {
            TelemetryContext.empty()
                    .wrap(() -> {
                        ThreadContext.clearMap();
                        log.info("line {}", number);
                    })
                    .run();
            return expected;
        }
        ThreadContext.put("user", "u-" + number);
        TelemetryContext.builder()
                .sessionId("s-" + number)
                .samplingIteration(number)
                .run(() -> log.info("line {}", number));
        mdc.put("user", "u-" + number);
        mdc.put("session_id", "s-" + number);
        mdc.put("sampling_iteration", number);
        expected.put("mdc", mdc);
        return expected;
    }

    @ParameterizedTest
    @EnumSource
    void resolverWritesFieldsOfLogCall(Delivery delivery) {
        String layout = "<JsonTemplateLayout eventTemplate='{\"fields\": {\"$resolver\": \"telemetryContext\"}}'/>";
        try (Log4j log4j = Log4j.start(delivery, layout)) {
            for (int i = 0; i < HELD; i++) {
                TelemetryContext.with()
                        .sessionId("42")
                        .samplingIteration(i)
                        .run(() -> log4j.logger().info("inside"));
            }
            log4j.logger().info("outside");

            List<JsonNode> lines = log4j.json();
            assertThat(lines).hasSize(HELD + 1);
            for (int i = 0; i < HELD; i++) {
                assertThat(Json.map(lines.get(i)))
                        .isEqualTo(Map.of("fields", Map.of("session_id", "42", "sampling_iteration", i)));
            }
            assertThat(Json.map(lines.get(HELD))).isEmpty();
        }
    }
}
