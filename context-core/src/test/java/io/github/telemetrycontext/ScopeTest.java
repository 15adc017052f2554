package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest implements LeavesNoContext {

    private static final TelemetryContext A =
            TelemetryContext.builder().sessionId("a").build();
    private static final TelemetryContext B =
            TelemetryContext.builder().sessionId("b").build();
    private static final TelemetryContext C =
            TelemetryContext.builder().sessionId("c").build();

    /** Returns the 16 contexts in which each field is set or absent. */
    static List<TelemetryContext> subsets(String mark, int iteration) {
        List<TelemetryContext> all = new ArrayList<>();
        for (int bits = 0; bits < 16; bits++) {
            all.add(TelemetryContext.builder()
                    .sessionId((bits & 1) != 0 ? "s-" + mark : null)
                    .requestId((bits & 2) != 0 ? "r-" + mark : null)
                    .modelId((bits & 4) != 0 ? "m-" + mark : null)
                    .samplingIteration((bits & 8) != 0 ? (Integer) iteration : null)
                    .build());
        }
        return all;
    }

    @Nested
    class Nesting {

        @Test
        void nestedScopeInheritsUnsetFields() {
            try (Scope outer =
                    TelemetryContext.with().sessionId("s-1").modelId("granite").open()) {
                assertThat(outer).isNotNull();
                try (Scope inner = TelemetryContext.with()
                        .modelId("llama")
                        .samplingIteration(1)
                        .open()) {
                    assertThat(inner).isNotNull();
                    assertThat(TelemetryContext.current())
                            .hasToString("TelemetryContext{session_id=s-1, model_id=llama, sampling_iteration=1}");
                }
                assertThat(TelemetryContext.current())
                        .hasToString("TelemetryContext{session_id=s-1, model_id=granite}");
            }
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }

        @Test
        void nullHidesFieldInsideBlock() {
            try (Scope outer = TelemetryContext.with()
                    .sessionId("s-1")
                    .samplingIteration(4)
                    .open()) {
                assertThat(outer).isNotNull();
                TelemetryContext.with()
                        .samplingIteration(null)
                        .run(() ->
                                assertThat(TelemetryContext.current()).hasToString("TelemetryContext{session_id=s-1}"));
                assertThat(TelemetryContext.current().samplingIteration()).isEqualTo(4);
            }
        }

        @Test
        void makeCurrentReplacesAndRestoresAllSubsetsOfFields() {
            for (TelemetryContext outer : subsets("outer", 1)) {
                for (TelemetryContext inner : subsets("inner", 2)) {
                    try (Scope outerScope = outer.makeCurrent()) {
                        try (Scope innerScope = inner.makeCurrent()) {
                            assertThat(innerScope).isNotSameAs(outerScope);
                            assertThat(TelemetryContext.current()).isEqualTo(inner);
                        }
                        assertThat(TelemetryContext.current()).isSameAs(outer);
                    }
                    assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
                }
            }
        }

        @Test
        void restoresContextAfterException() {
            assertThatThrownBy(() -> {
                        try (Scope scope = A.makeCurrent()) {
                            assertThat(scope).isNotNull();
                            throw new IOException("from the block");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("from the block");
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }
    }

    @Nested
    class Blocks {

        @Test
        void runAndCallRestoreContextAfterException() {
            assertThatThrownBy(() -> A.toBuilder().run(() -> {
                        throw new IllegalStateException("from run");
                    }))
                    .hasMessage("from run")
                    .hasNoSuppressedExceptions();
            assertThatThrownBy(() -> A.toBuilder().call(() -> {
                        throw new IOException("from call");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasNoSuppressedExceptions();
        }

        @Test
        void callReturnsResultAndDeclaresExceptionOfBlock() {
            TelemetryContext seen = A.toBuilder().call(TelemetryContext::current);
            assertThat(seen).isEqualTo(A);
        }

        @Test
        @SuppressWarnings("MustBeClosedChecker") // tests a leak
        void closesScopesLeftOpenWhenBlockEnds() {
            try (Scope around = C.makeCurrent()) {
                assertThat(around).isNotNull();
                List<Scope> leaked = new ArrayList<>();
                A.toBuilder().run(() -> {
                    leaked.add(B.makeCurrent());
                    leaked.add(A.makeCurrent());
                });
                assertThat(TelemetryContext.current()).isSameAs(C);

                leaked.forEach(Scope::close);
                assertThat(TelemetryContext.current()).isSameAs(C);
            }
        }

        @Test
        @SuppressWarnings("MustBeClosedChecker") // tests the wrong order
        void keepsContextOfBlockWhenOuterScopeIsClosedInside() {
            Scope around = A.makeCurrent();
            B.toBuilder().run(() -> {
                Scope inside = C.makeCurrent();
                around.close();
                assertThat(TelemetryContext.current()).isSameAs(C);
                inside.close();
                assertThat(TelemetryContext.current()).isEqualTo(B);
            });
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }

        @Test
        void blocksNest() {
            A.toBuilder().run(() -> {
                TelemetryContext again = B.toBuilder().call(() -> {
                    TelemetryContext.with()
                            .sessionId(null)
                            .run(() -> assertThat(TelemetryContext.current())
                                    .isEqualTo(B.toBuilder().sessionId(null).build()));
                    return TelemetryContext.current();
                });
                assertThat(again).isEqualTo(B);
                assertThat(TelemetryContext.current()).isEqualTo(A);
            });
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }
    }

    @Nested
    @SuppressWarnings("MustBeClosedChecker") // tests explicit calls of close()
    class Closing {

        @Test
        void closingTwiceDoesNothing() {
            Scope outer = A.makeCurrent();
            Scope inner = B.makeCurrent();
            inner.close();
            inner.close();
            assertThat(TelemetryContext.current()).isSameAs(A);
            outer.close();
            inner.close();
            outer.close();
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }

        @Test
        void closingTwiceKeepsLaterScopeOpen() {
            Scope first = A.makeCurrent();
            first.close();
            Scope second = B.makeCurrent();
            first.close();
            assertThat(TelemetryContext.current()).isSameAs(B);
            second.close();
        }

        @Test
        void neverRestoresScopeClosedOutOfOrder() {
            Scope a = A.makeCurrent();
            Scope b = B.makeCurrent();
            a.close();
            assertThat(TelemetryContext.current()).isSameAs(B);
            b.close();
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }

        @ParameterizedTest
        @ValueSource(strings = {"abc", "acb", "bac", "bca", "cab", "cba"})
        void showsInnermostOpenScopeInAnyOrderOfClosing(String order) {
            Scope a = A.makeCurrent();
            Scope b = B.makeCurrent();
            Scope c = C.makeCurrent();
            TreeMap<String, Scope> open = new TreeMap<>(Map.of("a", a, "b", b, "c", c));
            for (String next : order.chars().mapToObj(Character::toString).toList()) {
                Objects.requireNonNull(open.remove(next)).close();
                String innermost = open.isEmpty() ? null : open.lastKey();
                assertThat(TelemetryContext.current().sessionId()).isEqualTo(innermost);
            }
        }

        @Test
        void closingOnAnotherThreadHasNoEffect() throws Exception {
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                Scope here = A.makeCurrent();
                other.submit(() -> {
                            try (Scope there = B.makeCurrent()) {
                                assertThat(there).isNotNull();
                                here.close();
                                assertThat(TelemetryContext.current()).isSameAs(B);
                            }
                            here.close();
                            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
                        })
                        .get();
                assertThat(TelemetryContext.current()).isSameAs(A);
                here.close();
                assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
            } finally {
                other.shutdownNow();
            }
        }
    }
}
