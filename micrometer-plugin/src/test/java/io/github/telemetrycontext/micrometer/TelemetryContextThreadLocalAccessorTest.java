package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls the accessor as Micrometer does: gets the value, sets another one, runs a block, and restores the value. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class TelemetryContextThreadLocalAccessorTest {

    private static final TelemetryContext EMPTY = TelemetryContext.empty();
    private static final TelemetryContext A =
            TelemetryContext.builder().sessionId("a").build();
    private static final TelemetryContext B =
            TelemetryContext.builder().sessionId("b").build();
    private static final TelemetryContext C =
            TelemetryContext.builder().sessionId("c").build();

    private final TelemetryContextThreadLocalAccessor accessor = new TelemetryContextThreadLocalAccessor();
    private final List<Scope> leftOpen = new ArrayList<>();

    /** Opens a scope that is closed only after the test. Closing it then must not change anything. */
    @SuppressWarnings("MustBeClosedChecker") // leaves the scope open on purpose
    private Scope leaveOpen(TelemetryContext context) {
        Scope scope = context.makeCurrent();
        leftOpen.add(scope);
        return scope;
    }

    @AfterEach
    void assertThreadIsRestored() {
        assertCurrent(EMPTY);
        leftOpen.forEach(Scope::close);
        assertCurrent(EMPTY);
    }

    private static void assertCurrent(TelemetryContext expected) {
        assertThat(TelemetryContext.current()).isSameAs(expected);
    }

    @Test
    void micrometerFindsAccessorByKey() {
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .filteredOn(found -> found.key().equals(TelemetryContextThreadLocalAccessor.KEY))
                .singleElement()
                .isInstanceOf(TelemetryContextThreadLocalAccessor.class);
    }

    @Test
    void returnsCurrentContextAsValue() {
        assertThat(accessor.getValue()).isSameAs(EMPTY);
        try (Scope scope = A.makeCurrent()) {
            assertThat(accessor.getValue()).isSameAs(A);
        }
    }

    @Test
    void settingNoValueHidesContextOfThread() {
        try (Scope scope = A.makeCurrent()) {
            accessor.setValue();
            assertCurrent(EMPTY);
            accessor.restore(A);
            assertCurrent(A);
        }
    }

    @Test
    void restoringNoValueUndoesSettingThatReplacedEmptyContext() {
        accessor.setValue(A);
        assertCurrent(A);
        accessor.restore();
    }

    @Test
    void restoresNestedSettingsOfAllFieldsWhenBlocksLeaveScopesOpen() {
        for (TelemetryContext outer : subsets("outer", 1)) {
            for (TelemetryContext inner : subsets("inner", 2)) {
                try (Scope first = C.makeCurrent()) {
                    Scope second = leaveOpen(outer);

                    accessor.setValue(inner);
                    assertCurrent(inner);
                    leaveOpen(outer);
                    Scope left = leaveOpen(B);

                    accessor.setValue(outer);
                    leaveOpen(inner);
                    accessor.restore(B);
                    assertCurrent(B);

                    accessor.restore(outer);
                    assertCurrent(outer);
                    left.close();
                    assertCurrent(outer);

                    second.close();
                    assertCurrent(C);
                }
                assertCurrent(EMPTY);
            }
        }
    }

    private static List<TelemetryContext> subsets(String mark, int iteration) {
        return IntStream.range(0, 16)
                .mapToObj(bits -> TelemetryContext.builder()
                        .sessionId((bits & 1) != 0 ? "s-" + mark : null)
                        .requestId((bits & 2) != 0 ? "r-" + mark : null)
                        .modelId((bits & 4) != 0 ? "m-" + mark : null)
                        .samplingIteration((bits & 8) != 0 ? iteration : null)
                        .build())
                .toList();
    }

    @Nested
    class WithScopes {

        @Test
        void undoesRepeatedSettingsOfSameContextOneByOne() {
            try (Scope scope = A.makeCurrent()) {
                accessor.setValue(A);
                accessor.setValue(A);
                leaveOpen(B);
                accessor.restore(A);
                assertCurrent(A);
                leaveOpen(C);
                accessor.restore(A);
                assertCurrent(A);
            }
        }

        @Test
        void doesNotRestoreScopeClosedInsideBlock() {
            Scope scope = leaveOpen(A);
            accessor.setValue(B);
            scope.close();
            assertCurrent(B);
            accessor.restore(A);
        }

        @Test
        void doesNotMistakeEqualContextForPreviousOne() {
            TelemetryContext equal = A.toBuilder().build();
            try (Scope first = A.makeCurrent()) {
                accessor.setValue(equal);
                accessor.setValue(B);
                accessor.restore(A);
                assertCurrent(A);
            }
        }

        @Test
        void nestedAndEnclosingTasksKeepTheirContext() {
            A.wrap(() -> {
                        accessor.setValue(B);
                        C.wrap(() -> assertCurrent(C)).run();
                        assertCurrent(B);
                        accessor.restore(A);
                        assertCurrent(A);
                    })
                    .run();
        }
    }

    /** No known framework does this. The tests make sure that the thread is restored anyway. */
    @Nested
    class WhenRestoredOutOfOrder {

        @Test
        void restoringOuterSettingAlsoUndoesInnerOne() {
            accessor.setValue(A);
            accessor.setValue(B);
            accessor.restore(EMPTY);
            assertCurrent(EMPTY);
            accessor.restore(A);
        }

        @Test
        void innerSettingThatIsNeverRestoredEndsWithOuterOne() {
            try (Scope scope = A.makeCurrent()) {
                accessor.setValue(B);
                accessor.setValue(C);
                accessor.restore(A);
                assertCurrent(A);
            }
        }

        @Test
        void restoringSettingThatEndedWithTaskDoesNothing() {
            accessor.setValue(A);
            B.wrap(() -> accessor.setValue(C)).run();
            assertCurrent(A);
            accessor.restore(B);
            assertCurrent(A);
            accessor.restore(EMPTY);
        }

        @Test
        void restoringUnknownValueDoesNothing() {
            accessor.restore(A);
            assertCurrent(EMPTY);
            try (Scope scope = A.makeCurrent()) {
                accessor.restore(A);
                accessor.restore();
                assertCurrent(A);
            }
        }

        @Test
        void restoringOnAnotherThreadDoesNothing() {
            accessor.setValue(A);
            CompletableFuture.runAsync(() -> accessor.restore(EMPTY)).join();
            assertCurrent(A);
            accessor.restore(EMPTY);
        }
    }
}
