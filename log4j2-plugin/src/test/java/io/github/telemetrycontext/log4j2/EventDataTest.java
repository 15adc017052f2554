package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tests the context data of events, for each kind of delivery. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class EventDataTest {

    @ParameterizedTest
    @EnumSource
    void onlyLinesInsideScopeHaveFields(Delivery delivery) {
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            Logger log = log4j.logger();
            log.info("before");
            TelemetryContext.with()
                    .sessionId("s-1")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> log.info("inside"));
            log.info("after");

            assertThat(log4j.json().stream().map(Json::map))
                    .containsExactly(
                            Map.of("message", "before"),
                            Map.of(
                                    "message",
                                    "inside",
                                    "mdc",
                                    Map.of(
                                            "session_id", "s-1",
                                            "request_id", "r-1",
                                            "model_id", "granite",
                                            "sampling_iteration", 3)),
                            Map.of("message", "after"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nestedScopesInheritAndRestoreFields(Delivery delivery) {
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            Logger log = log4j.logger();
            TelemetryContext.with().sessionId("s-1").modelId("a").run(() -> {
                log.info("outer");
                TelemetryContext.with().modelId("b").run(() -> log.info("inner"));
                TelemetryContext.with().modelId(null).run(() -> log.info("hidden"));
                log.info("outer again");
            });

            assertThat(mdcOf(log4j.json()))
                    .containsExactly(
                            Map.of("session_id", "s-1", "model_id", "a"),
                            Map.of("session_id", "s-1", "model_id", "b"),
                            Map.of("session_id", "s-1"),
                            Map.of("session_id", "s-1", "model_id", "a"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesEverySubsetOfFields(Delivery delivery) {
        TelemetryContext full = TelemetryContext.builder()
                .sessionId("s")
                .requestId("r")
                .modelId("m")
                .samplingIteration(0)
                .build();
        List<TelemetryContext> subsets = IntStream.range(0, 16)
                .mapToObj(bits -> {
                    TelemetryContext.Builder some = full.toBuilder();
                    TelemetryField[] fields = TelemetryField.values();
                    for (int i = 0; i < fields.length; i++) {
                        if ((bits & 1 << i) == 0) {
                            some.put(fields[i], null);
                        }
                    }
                    return some.build();
                })
                .toList();
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            subsets.forEach(
                    subset -> subset.wrap(() -> log4j.logger().info("line")).run());

            assertThat(mdcOf(log4j.json()))
                    .isEqualTo(subsets.stream().map(TelemetryContext::toMap).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void applicationEntryTakesPrecedenceAndStaysUnchanged(Delivery delivery) {
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            Logger log = log4j.logger();
            TelemetryContext.with().sessionId("ours").samplingIteration(1).run(() -> {
                try (var entry = CloseableThreadContext.put("session_id", "theirs")) {
                    log.info("both");
                    assertThat(entry).isNotNull();
                    assertThat(ThreadContext.getImmutableContext()).containsOnly(Map.entry("session_id", "theirs"));
                }
                log.info("ours only");
            });
            ThreadContext.put("session_id", "theirs");
            log.info("theirs only");

            assertThat(mdcOf(log4j.json()))
                    .containsExactly(
                            Map.of("session_id", "theirs", "sampling_iteration", 1),
                            Map.of("session_id", "ours", "sampling_iteration", 1),
                            Map.of("session_id", "theirs"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsOtherEntries(Delivery delivery) {
        String reference = "<AppenderRef ref='" + (delivery == Delivery.ASYNC_APPENDER ? "queue" : "out") + "'/>";
        String configuration = delivery.configuration(Log4j.PLAIN_JSON)
                .replace(reference, reference + "<Property name='region'>eu</Property>");
        try (Log4j log4j = Log4j.start(configuration)) {
            ThreadContext.put("user", "u-1");
            log4j.logger().info("without");
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("with"));

            assertThat(ThreadContext.getImmutableContext()).containsOnly(Map.entry("user", "u-1"));
            assertThat(mdcOf(log4j.json()))
                    .containsExactly(
                            Map.of("user", "u-1", "region", "eu"),
                            Map.of("user", "u-1", "region", "eu", "session_id", "s-1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void threadsSeeOnlyTheirOwnFields(Delivery delivery) throws Exception {
        // Logs no more lines than a ring buffer holds. Log4j 2.26 with Disruptor 4 drops events if several threads wait
        // for space in a buffer, with or without this library.
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String session = "s-" + t;
                work.add(() -> {
                    for (int i = 0; i < 16; i++) {
                        String request = session + "/" + i;
                        TelemetryContext.with()
                                .sessionId(session)
                                .requestId(request)
                                .run(() -> log4j.logger().info(request));
                        log4j.logger().info("outside");
                    }
                    return null;
                });
            }
            ExecutorService pool = Executors.newFixedThreadPool(work.size());
            try {
                for (Future<Void> done : pool.invokeAll(work)) {
                    done.get();
                }
            } finally {
                pool.shutdown();
            }

            Map<String, Integer> linesOfSession = new LinkedHashMap<>();
            for (JsonNode line : log4j.json()) {
                String message = line.get("message").stringValue();
                if (message.equals("outside")) {
                    assertThat(line.get("mdc")).isNull();
                    continue;
                }
                String session = message.substring(0, message.indexOf('/'));
                assertThat(Json.map(line.get("mdc"))).isEqualTo(Map.of("session_id", session, "request_id", message));
                linesOfSession.merge(session, 1, Integer::sum);
            }
            assertThat(linesOfSession)
                    .containsOnly(
                            Map.entry("s-0", 16), Map.entry("s-1", 16), Map.entry("s-2", 16), Map.entry("s-3", 16));
        }
    }

    private static List<Map<String, Object>> mdcOf(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.has("mdc") ? Json.map(line.get("mdc")) : Map.<String, Object>of())
                .toList();
    }
}
