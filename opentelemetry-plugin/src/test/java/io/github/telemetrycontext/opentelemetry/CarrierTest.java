package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class CarrierTest {

    private static final ContextKey<String> OTHERS = ContextKey.named("others");
    private static final TelemetryContext ONE =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(1).build();
    private static final TelemetryContext TWO =
            TelemetryContext.builder().sessionId("s-2").modelId("granite").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void assertNoContextLeft() {
        pool.shutdownNow();
        assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Nested
    class OnAnotherThread {

        @Test
        void wrappedTaskHasFields() throws Exception {
            Callable<TelemetryContext> carried = ONE.wrap((Callable<Callable<TelemetryContext>>)
                            () -> Context.current().wrap(current()))
                    .call();

            assertThat(pool.submit(carried).get()).isEqualTo(ONE);
            assertThat(pool.submit(current()).get()).isEqualTo(TelemetryContext.empty());
        }

        @Test
        void poolThatWrapsTasksPropagatesFields() throws Exception {
            ExecutorService wrapping = Context.taskWrapping(pool);

            assertThat(ONE.toBuilder()
                            .call(() -> List.of(
                                    wrapping.submit(current()).get(),
                                    pool.submit(current()).get())))
                    .containsExactly(ONE, TelemetryContext.empty());
            assertThat(wrapping.submit(current()).get()).isEqualTo(TelemetryContext.empty());
        }

        @Test
        void scopeInTaskTakesPrecedenceUntilClosed() throws Exception {
            Context carried = contextOf(ONE);

            pool.submit(carried.wrap((Runnable) () -> {
                        assertThat(TelemetryContext.with().modelId("granite").build())
                                .isEqualTo(ONE.toBuilder().modelId("granite").build());
                        TWO.toBuilder().run(() -> {
                            assertThat(TelemetryContext.current()).isEqualTo(TWO);
                            run(
                                    carried,
                                    () -> assertThat(TelemetryContext.current()).isEqualTo(TWO));
                        });
                        assertThat(TelemetryContext.current()).isEqualTo(ONE);
                        TelemetryContext.empty().toBuilder()
                                .run(() ->
                                        assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty()));
                    }))
                    .get();
        }

        @Test
        void fieldsOutliveTelemetryContextObject() {
            Context carried = contextOf(TelemetryContext.builder()
                    .sessionId("s-3")
                    .requestId("r-3")
                    .modelId("m-3")
                    .samplingIteration(3)
                    .build());
            System.gc();
            run(
                    carried,
                    () -> assertThat(TelemetryContext.current().toMap().values())
                            .containsExactly("s-3", "r-3", "m-3", 3));
        }
    }

    @Nested
    @SuppressWarnings("MustBeClosedChecker") // closes in several orders on purpose
    class WhenScopesOfBothLibrariesOverlap {

        @Test
        @SuppressWarnings("try") // the scope variable is never read
        void innerOpenTelemetryScopeKeepsFields() {
            ONE.toBuilder().run(() -> {
                try (var other = Context.current().with(OTHERS, "x").makeCurrent()) {
                    assertThat(TelemetryContext.current()).isEqualTo(ONE);
                    assertThat(contextOf(TWO).get(OTHERS)).isEqualTo("x");
                }
            });
        }

        @Test
        void hidesFieldsOfClosedScopeUnderOpenTelemetryScopeThatOutlivesIt() {
            Scope ours = ONE.makeCurrent();
            var other = Context.current().with(OTHERS, "x").makeCurrent();
            ours.close();

            assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
            assertThat(CarriedEntry.in(Context.current())).isNull();
            assertThat(Context.current().get(OTHERS)).isEqualTo("x");

            other.close();
            assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
        }

        @Test
        @SuppressWarnings("try") // the scope variable is never read
        void restoresCarriedContextOfThread() {
            try (var carried = contextOf(TWO).makeCurrent()) {
                Scope ours = ONE.makeCurrent();
                var other = Context.current().with(OTHERS, "x").makeCurrent();
                ours.close();
                assertThat(TelemetryContext.current()).isEqualTo(TWO);
                other.close();
                assertThat(TelemetryContext.current()).isEqualTo(TWO);
            }
        }

        @Test
        void closedContextIsStillPropagatedToOtherThreads() throws Exception {
            Scope ours = ONE.makeCurrent();
            var other = Context.current().with(OTHERS, "x").makeCurrent();
            Callable<TelemetryContext> task = Context.current().wrap(current());
            ours.close();
            assertThat(pool.submit(task).get()).isEqualTo(ONE);
            other.close();
            assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
        }

        /** A limitation that docs/opentelemetry.md documents. */
        @Test
        void taskOnSameThreadSeesItsContextOnlyAfterAnotherAccess() throws Exception {
            Callable<TelemetryContext> task = capturedUnderOpenTelemetryScopeThatOutlivesOurs();
            assertThat(task.call()).isEqualTo(TelemetryContext.empty());

            Callable<TelemetryContext> another = capturedUnderOpenTelemetryScopeThatOutlivesOurs();
            assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
            assertThat(another.call()).isEqualTo(ONE);
        }

        private Callable<TelemetryContext> capturedUnderOpenTelemetryScopeThatOutlivesOurs() {
            Scope ours = ONE.makeCurrent();
            var other = Context.current().with(OTHERS, "x").makeCurrent();
            Callable<TelemetryContext> task = Context.current().wrap(current());
            ours.close();
            other.close();
            return task;
        }

        @Test
        void wrappedTaskSeesClosedContextOnSameThread() throws Exception {
            Callable<TelemetryContext> task = ONE.wrap((Callable<Callable<TelemetryContext>>)
                            () -> Context.current().wrap(current()))
                    .call();
            assertThat(task.call()).isEqualTo(ONE);
        }
    }

    @Nested
    @SuppressWarnings("MustBeClosedChecker") // closes in several orders on purpose
    class WhenClosedOutOfOrder {

        @Test
        void restoresPreviousOpenTelemetryContext() {
            Scope first = ONE.makeCurrent();
            Scope second = TWO.makeCurrent();
            Scope third = ONE.makeCurrent();
            first.close();
            second.close();
            assertThat(CarriedEntry.in(Context.current())).isEqualTo(ONE);
            third.close();
            assertThat(Context.current()).isSameAs(Context.root());
        }

        @Test
        void closingOnAnotherThreadDoesNotChangeEitherThread() throws Exception {
            Scope scope = ONE.makeCurrent();
            pool.submit(() -> TWO.toBuilder().run(() -> {
                        scope.close();
                        assertThat(CarriedEntry.in(Context.current())).isEqualTo(TWO);
                    }))
                    .get();
            assertThat(CarriedEntry.in(Context.current())).isEqualTo(ONE);
            scope.close();
        }

        @Test
        void closesScopesThatBlockLeavesOpen() {
            Scope[] left = new Scope[2];
            ONE.toBuilder().run(() -> {
                left[0] = TWO.makeCurrent();
                left[1] = ONE.makeCurrent();
            });
            assertThat(Context.current()).isSameAs(Context.root());
            left[1].close();
            left[0].close();
        }
    }

    private static Context contextOf(TelemetryContext fields) {
        return fields.wrapSupplier(Context::current).get();
    }

    private static void run(Context context, Runnable block) {
        context.wrap(block).run();
    }

    private static Callable<TelemetryContext> current() {
        return TelemetryContext::current;
    }
}
