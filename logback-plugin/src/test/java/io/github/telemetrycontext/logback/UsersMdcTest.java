package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.spi.MDCAdapter;

/** Tests that the application's MDC behaves as without the plugin, through either adapter. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scopes are only opened and closed
class UsersMdcTest {

    private static final int STEPS = 100;
    private static final String[] KEYS = {"a", "b", "session_id", "sampling_iteration", null};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void mdcBehavesAsWithoutPluginThroughOriginalAdapter(long seed) {
        try (Logback with = Logback.withPlugin().configure(Logback.TEXT);
                Logback without = Logback.withoutPlugin().configure(Logback.TEXT)) {
            assertThat(play(seed, with, with.mdc)).isEqualTo(play(seed, without, without.mdc));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void mdcBehavesAsWithoutPluginThroughInstalledAdapter(long seed) {
        try (Logback with = Logback.withPlugin().configure(Logback.TEXT);
                Logback without = Logback.withoutPlugin().configure(Logback.TEXT)) {
            assertThat(play(seed, with, with.context.getMDCAdapter())).isEqualTo(play(seed, without, without.mdc));
        }
    }

    @Test
    void applicationReadsOnlyItsOwnEntriesInsideScope() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT);
                var scope = TelemetryContext.with().sessionId("s").open()) {
            for (MDCAdapter mdc : List.of(logback.mdc, logback.context.getMDCAdapter())) {
                assertThat(mdc.get("session_id")).isNull();
                assertThat(mdc.getCopyOfContextMap()).isNull();
            }
            logback.logger().info("control");
            assertThat(logback.lastLine()).isEqualTo("control [session_id=s] []");
        }
    }

    @Test
    void copyTakenInsideScopeContainsNoFields() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            MDCAdapter mdc = logback.context.getMDCAdapter();
            mdc.put("user", "u");
            Map<String, String> copy;
            try (var scope = TelemetryContext.with().sessionId("s").open()) {
                copy = mdc.getCopyOfContextMap();
            }
            mdc.clear();
            mdc.setContextMap(copy);

            logback.logger().info("later");

            assertThat(logback.lastLine()).isEqualTo("later [user=u] []");
        }
    }

    @Test
    void mdcEntryTakesPrecedenceUntilRemoved() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT);
                var scope =
                        TelemetryContext.with().sessionId("ours").modelId("m").open()) {
            logback.mdc.put("session_id", "mine");
            logback.logger().info("with");
            logback.mdc.remove("session_id");
            logback.logger().info("without");

            assertThat(logback.lines())
                    .containsExactly(
                            "with [session_id=mine, model_id=m] []", "without [session_id=ours, model_id=m] []");
        }
    }

    /** Returns the result or the exception of each step, and the MDC of an event after it. */
    private static List<String> play(long seed, Logback logback, MDCAdapter mdc) {
        Random random = new Random(seed);
        List<String> seen = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            seen.add(one(random, mdc));
            logback.logger().info("step");
            seen.add(logback.lastLine());
            seen.add(String.valueOf(mdc.getCopyOfContextMap()));
        }
        mdc.clear();
        return seen;
    }

    @SuppressWarnings("NullAway") // tests null keys
    private static String one(Random random, MDCAdapter mdc) {
        @Nullable String key = KEYS[random.nextInt(KEYS.length)];
        String value = random.nextInt(4) == 0 ? null : "v" + random.nextInt(9);
        int operation = random.nextInt(10);
        String[] result = {operation + " " + key + " " + value};
        Throwable thrown = catchThrowable(() -> {
            switch (operation) {
                case 0, 1, 2 -> mdc.put(key, value);
                case 3 -> mdc.remove(key);
                case 4 -> mdc.clear();
                case 5 -> mdc.setContextMap(new HashMap<>(Map.of("c", "set", "model_id", "set")));
                case 6 -> result[0] += mdc.get(key);
                case 7 -> mdc.pushByKey("stack", value);
                case 8 -> result[0] += mdc.popByKey("stack") + mdc.getCopyOfDequeByKey("stack");
                default -> mdc.clearDequeByKey("stack");
            }
        });
        return result[0] + (thrown == null ? "" : thrown.getClass() + ": " + thrown.getMessage());
    }
}
