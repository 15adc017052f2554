package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;

@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings({"try", "unchecked"}) // scopes are only opened and closed; LogbackMDCAdapter is raw
class TelemetryMdcAdapterTest {

    @Nested
    class MdcOfEvents {

        @Test
        void equalsMdcOfApplicationWithoutContext() {
            try (Logback logback = Logback.withPlugin()) {
                assertThat(read(logback)).isNull();
                logback.mdc.put("user", "u");
                assertThat(read(logback)).containsOnly(entry("user", "u"));
            }
        }

        @Test
        void hasFieldsInOrderBeforeOtherEntries() {
            try (Logback logback = Logback.withPlugin();
                    var scope = all().open()) {
                assertThat(read(logback))
                        .containsExactly(
                                entry("session_id", "s"),
                                entry("request_id", "r"),
                                entry("model_id", "m"),
                                entry("sampling_iteration", "3"));

                logback.mdc.put("a", "1");
                assertThat(read(logback).keySet())
                        .containsExactly("session_id", "request_id", "model_id", "sampling_iteration", "a");
            }
            assertThat(TelemetryContext.current().isEmpty()).isTrue();
        }

        @Test
        void omitsFieldsThatApplicationSets() {
            try (Logback logback = Logback.withPlugin();
                    var scope = all().open()) {
                logback.mdc.put("session_id", "mine");

                assertThat(read(logback))
                        .containsEntry("session_id", "mine")
                        .containsEntry("request_id", "r")
                        .hasSize(4);
            }
        }

        /** Code that restores an absent entry leaves a null value. */
        @Test
        void hasFieldWhenMdcValueIsNull() {
            try (Logback logback = Logback.withPlugin();
                    var scope = TelemetryContext.with()
                            .sessionId("s")
                            .modelId("m")
                            .samplingIteration(3)
                            .open()) {
                for (String key : List.of("session_id", "request_id", "sampling_iteration", "foreign")) {
                    logback.mdc.put(key, null);
                }

                assertThat(read(logback))
                        .containsExactly(
                                entry("session_id", "s"),
                                entry("model_id", "m"),
                                entry("sampling_iteration", "3"),
                                entry("foreign", null));
            }
        }

        @Test
        void replacesLoneSurrogatesByQuestionMarks() {
            try (Logback logback = Logback.withPlugin();
                    var scope = TelemetryContext.with()
                            .sessionId("\ud83d!")
                            .requestId("\ud83d\ude00")
                            .modelId("\ude00\ud83d")
                            .open()) {
                Map<String, String> expected =
                        Map.of("session_id", "?!", "request_id", "\ud83d\ude00", "model_id", "??");
                assertThat(read(logback)).isEqualTo(expected);

                logback.mdc.put("user", "u");
                assertThat(read(logback)).containsAllEntriesOf(expected).hasSize(4);
            }
        }

        @Test
        void isUnmodifiable() {
            try (Logback logback = Logback.withPlugin();
                    var scope = all().open()) {
                assertUnmodifiable(read(logback));
                logback.mdc.put("a", "1");
                assertUnmodifiable(read(logback));
            }
        }

        @Test
        void doesNotChangeAfterwards() {
            try (Logback logback = Logback.withPlugin()) {
                Map<String, @Nullable String> read;
                try (var scope = all().open()) {
                    logback.mdc.put("a", "1");
                    read = read(logback);
                }
                logback.mdc.put("a", "2");
                assertThat(read).containsEntry("a", "1").containsEntry("session_id", "s");
            }
        }

        @Test
        void isCachedForLastSnapshotOfApplication() {
            TelemetryContext context = TelemetryContext.builder().sessionId("s").build();
            TelemetryContext other =
                    TelemetryContext.builder().sessionId("other").build();
            try (Logback logback = Logback.withPlugin()) {
                TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(logback.context);
                Supplier<@Nullable Map<String, String>> asked = adapter::getPropertyMap;

                Map<String, String> alone = context.wrapSupplier(asked).get();
                assertThat(context.wrapSupplier(asked).get()).isSameAs(alone);

                logback.mdc.put("user", "u-1");
                Map<String, String> together = context.wrapSupplier(asked).get();
                assertThat(together).containsOnly(entry("session_id", "s"), entry("user", "u-1"));
                assertThat(context.wrapSupplier(asked).get()).isSameAs(together);
                assertThat(other.wrapSupplier(asked).get())
                        .containsOnly(entry("session_id", "other"), entry("user", "u-1"));
                assertThat(context.wrapSupplier(asked).get()).isSameAs(together);

                logback.mdc.put("user", "u-2");
                assertThat(context.wrapSupplier(asked).get())
                        .containsOnly(entry("session_id", "s"), entry("user", "u-2"));
                logback.mdc.clear();
                assertThat(context.wrapSupplier(asked).get()).isEqualTo(alone);
            }
        }

        @Test
        void isNotCachedWhenMapOfAdapterChanges() {
            Map<String, String> live = new HashMap<>(Map.of("user", "u-1"));
            LogbackMDCAdapter showsItsOwnMap = new LogbackMDCAdapter() {
                @Override
                public Map<String, String> getPropertyMap() {
                    return live;
                }
            };
            LoggerContext logback = new LoggerContext();
            logback.setMDCAdapter(showsItsOwnMap);
            TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(logback);
            TelemetryContext context = TelemetryContext.builder().sessionId("s").build();
            Supplier<@Nullable Map<String, String>> asked = adapter::getPropertyMap;

            Map<String, String> before = context.wrapSupplier(asked).get();
            live.put("user", "u-2");

            assertThat(context.wrapSupplier(asked).get()).containsEntry("user", "u-2");
            assertThat(before).containsEntry("user", "u-1");
        }

        private void assertUnmodifiable(Map<String, @Nullable String> map) {
            assertThatThrownBy(() -> map.put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.remove("session_id")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.values().clear()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.entrySet().iterator().next().setValue("y"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class WrappedAdapters {

        @Test
        void usesSlf4jsMdcForManuallyCreatedContext() {
            LoggerContext context = new LoggerContext();
            TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(context);

            try (var user = MDC.putCloseable("user", "u");
                    var scope = all().open()) {
                assertThat(adapter.getPropertyMap()).containsEntry("user", "u").containsEntry("session_id", "s");
            }
            assertThat(adapter.getPropertyMap()).isNullOrEmpty();
        }

        @Test
        void wrapsAdapterThatIsNotLogbacks() {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(new BasicMDCAdapter());
            TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(context);
            assertThat(adapter.getKeys()).isNull();

            adapter.put("user", "u");

            assertThat(adapter.getKeys()).containsExactly("user");
            try (var scope = all().open()) {
                assertThat(adapter.getPropertyMap()).containsEntry("user", "u").containsEntry("session_id", "s");
                assertThat(adapter.getCopyOfContextMap()).containsOnly(entry("user", "u"));
            }
        }

        @Test
        void losesOnlyEntriesOfThrowingAdapter() {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter() {
                @Override
                public Map<String, String> getPropertyMap() {
                    throw new IllegalStateException("broken");
                }
            });
            TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(context);

            assertThat(adapter.getPropertyMap()).isNull();
            try (var scope = all().open()) {
                assertThat(adapter.getPropertyMap()).hasSize(4);
            }
        }

        @Test
        void losesOnlyFieldsWhenMapOfAdapterFails() {
            Map<String, String> broken = new HashMap<>(Map.of("user", "u")) {
                private static final long serialVersionUID = 1L;

                @Override
                public Set<Map.Entry<String, String>> entrySet() {
                    throw new IllegalStateException("broken");
                }
            };
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter() {
                @Override
                public Map<String, String> getPropertyMap() {
                    return broken;
                }
            });
            TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(context);

            try (var scope = all().open()) {
                assertThat(adapter.getPropertyMap() == broken).isTrue();
            }
        }
    }

    private static TelemetryContext.Builder all() {
        return TelemetryContext.with()
                .sessionId("s")
                .requestId("r")
                .modelId("m")
                .samplingIteration(3);
    }

    @SuppressWarnings("NullAway") // Logback allows null values but does not document it
    private static Map<String, @Nullable String> read(Logback logback) {
        return ((LogbackMDCAdapter) logback.context.getMDCAdapter()).getPropertyMap();
    }
}
