package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests how futures are created and completed, and blocks of code that return a future. */
class TelemetryFutureTest extends AttachersAndCompleters {

    /** Ways to start work, each with {@link CompletableFuture} and with {@link TelemetryFuture}. */
    static Stream<Arguments> starts() {
        return Stream.of(
                start(
                        "supplyAsync with an executor",
                        (see, pool) -> CompletableFuture.supplyAsync(done(see), pool),
                        (see, pool) -> TelemetryFuture.supplyAsync(done(see), pool)),
                start(
                        "supplyAsync",
                        (see, pool) -> CompletableFuture.supplyAsync(done(see)),
                        (see, pool) -> TelemetryFuture.supplyAsync(done(see))),
                start(
                        "runAsync with an executor",
                        (see, pool) -> CompletableFuture.runAsync(see, pool),
                        (see, pool) -> TelemetryFuture.runAsync(see, pool)),
                start(
                        "runAsync",
                        (see, pool) -> CompletableFuture.runAsync(see),
                        (see, pool) -> TelemetryFuture.runAsync(see)),
                start(
                        "completeAsync with an executor",
                        (see, pool) -> new CompletableFuture<>().completeAsync(done(see), pool),
                        (see, pool) -> new TelemetryFuture<>().completeAsync(done(see), pool)),
                start(
                        "completeAsync",
                        (see, pool) -> new CompletableFuture<>().completeAsync(done(see)),
                        (see, pool) -> new TelemetryFuture<>().completeAsync(done(see))));
    }

    interface Start {
        CompletableFuture<?> of(Runnable see, Executor pool);
    }

    private static Supplier<Object> done(Runnable see) {
        return () -> {
            see.run();
            return "done";
        };
    }

    private static Arguments start(String name, Start plain, Start ours) {
        return Arguments.of(named(name, plain), ours);
    }

    @ParameterizedTest
    @MethodSource("starts")
    void runsStartedWorkUnderStartersContext(Start plain, Start ours) throws Exception {
        for (Start start : List.of(plain, ours)) {
            // Waits with a latch, because join() may run the work on this thread.
            CountDownLatch done = new CountDownLatch(1);
            Runnable see = () -> {
                seen.add(TelemetryContext.current());
                done.countDown();
            };
            CompletableFuture<?> future =
                    ATTACHER.wrapSupplier(() -> start.of(see, pool)).get();
            done.await();
            future.join();
        }
        assertThat(seen).containsExactly(TelemetryContext.empty(), ATTACHER);
    }

    @Test
    void everyFactoryAndCopyReturnsPropagatingFuture() {
        List<CompletionStage<?>> all = List.of(
                TelemetryFuture.completedFuture("x"),
                TelemetryFuture.completedStage("x"),
                TelemetryFuture.allOf(CompletableFuture.completedFuture("x")),
                TelemetryFuture.anyOf(CompletableFuture.completedFuture("x")),
                TelemetryFuture.of(CompletableFuture.completedFuture("x")),
                TelemetryFuture.completedFuture("x").copy(),
                TelemetryFuture.completedFuture("x").minimalCompletionStage(),
                TelemetryFuture.completedFuture("x").orTimeout(1, TimeUnit.HOURS),
                TelemetryFuture.completedFuture("x").completeOnTimeout("y", 1, TimeUnit.HOURS),
                TelemetryFuture.completedFuture("x").newIncompleteFuture().completeAsync(() -> "y", pool),
                TelemetryFuture.failedFuture(new IllegalStateException("on purpose")),
                TelemetryFuture.failedStage(new IllegalStateException("on purpose")));
        List<CompletableFuture<?>> attached = new ArrayList<>();
        for (CompletionStage<?> stage : all) {
            ATTACHER.toBuilder()
                    .run(() -> attached.add(
                            stage.handleAsync((result, failure) -> seen.add(TelemetryContext.current()), pool)
                                    .toCompletableFuture()));
        }
        // Joins each future, because some stages are submitted to the pool only after the source completes.
        attached.forEach(CompletableFuture::join);
        assertThat(seen).hasSize(all.size()).allMatch(ATTACHER::equals);
    }

    @Test
    void hidesStaticFactoriesOfCompletableFuture() {
        assertThat(Stream.of(CompletableFuture.class.getMethods())
                        .filter(method -> Modifier.isStatic(method.getModifiers()))
                        .filter(method -> CompletionStage.class.isAssignableFrom(method.getReturnType())))
                .isNotEmpty()
                .allSatisfy(factory -> assertThat(TelemetryFuture.class
                                .getMethod(factory.getName(), factory.getParameterTypes())
                                .getDeclaringClass())
                        .isEqualTo(TelemetryFuture.class));
    }

    @Test
    void minimalStageCannotBeCompletedByItsUser() {
        TelemetryFuture<String> future = new TelemetryFuture<>();
        CompletionStage<String> minimal = future.minimalCompletionStage();
        assertThat((Object) minimal).isNotInstanceOf(CompletableFuture.class);
        assertThat((Object) minimal).isEqualTo(minimal).isNotEqualTo(future).hasSameHashCodeAs(minimal);
        assertThat((Object) minimal).asString().startsWith("stage of ").contains("TelemetryFuture");
        assertThat(List.of(minimal).contains(minimal)).isTrue();
        assertThat((Object) minimal.thenApply(value -> value)).isNotInstanceOf(CompletableFuture.class);
        minimal.toCompletableFuture().complete("from outside");

        future.complete("the value");
        assertThat(minimal.toCompletableFuture().join()).isEqualTo("the value");
        assertThatNullPointerException().isThrownBy(() -> minimal.thenRun(nothing()));
    }

    @SuppressWarnings("NullAway") // tests null arguments
    private static Runnable nothing() {
        return null;
    }

    @Test
    void futureOfStageCompletesAndFailsLikeStage() {
        assertThat(TelemetryFuture.of(CompletableFuture.completedFuture("x")).join())
                .isEqualTo("x");

        CompletableFuture<String> failing = new CompletableFuture<>();
        TelemetryFuture<String> entered = TelemetryFuture.of(failing);
        failing.completeExceptionally(new IllegalStateException("on purpose"));
        assertThatThrownBy(entered::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("on purpose");

        TelemetryFuture<String> already = new TelemetryFuture<>();
        assertThat(TelemetryFuture.of(already)).isSameAs(already);
        assertThat(already.completeExceptionally(new IllegalStateException("on purpose")))
                .isTrue();
        assertThat(already.completeExceptionally(new IllegalStateException("too late")))
                .isFalse();
    }

    @Test
    void allOfWaitsForAllAndAnyOfForOne() {
        TelemetryFuture<String> first = new TelemetryFuture<>();
        TelemetryFuture<String> second = new TelemetryFuture<>();
        TelemetryFuture<Void> all = TelemetryFuture.allOf(first, second);
        TelemetryFuture<Object> any = TelemetryFuture.anyOf(first, second);

        first.complete("first");
        assertThat(any.join()).isEqualTo("first");
        assertThat(all).isNotDone();
        second.complete("second");
        assertThat(all.join()).isNull();
    }

    @Test
    void timeoutsCompleteOrFailFuture() {
        assertThat(new TelemetryFuture<String>()
                        .completeOnTimeout("late", 1, TimeUnit.MILLISECONDS)
                        .join())
                .isEqualTo("late");
        assertThatThrownBy(new TelemetryFuture<String>().orTimeout(1, TimeUnit.MILLISECONDS)::join)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void usesDefaultExecutorOfCompletableFuture() {
        assertThat(new TelemetryFuture<String>().defaultExecutor())
                .isSameAs(new CompletableFuture<String>().defaultExecutor());
    }

    @Test
    void runsStagesUnderAttachersContextAfterCancelOrTimeout() {
        TelemetryFuture<String> cancelled = new TelemetryFuture<>();
        TelemetryFuture<String> late = new TelemetryFuture<String>().orTimeout(1, TimeUnit.MILLISECONDS);
        TelemetryFuture<String> kind = ATTACHER.wrapSupplier(() -> cancelled.handle((value, failure) -> {
                    seen.add(TelemetryContext.current());
                    return failure.getClass().getName();
                }))
                .get();
        TelemetryFuture<String> kindOfLate = ATTACHER.wrapSupplier(() -> late.handle((value, failure) -> {
                    seen.add(TelemetryContext.current());
                    return failure.getClass().getName();
                }))
                .get();

        cancelled.cancel(true);
        assertThat(kind.join()).isEqualTo(CancellationException.class.getName());
        assertThat(kindOfLate.join()).isEqualTo(TimeoutException.class.getName());
        assertThat(seen).containsExactly(ATTACHER, ATTACHER);
    }

    @Test
    void callAsyncPropagatesContextToStagesAndRestoresCallersContext() {
        TelemetryFuture<String> model = new TelemetryFuture<>();
        TelemetryFuture<String> answer = ATTACHER.toBuilder().callAsync(() -> {
            seen.add(TelemetryContext.current());
            return model.thenApply(text -> {
                seen.add(TelemetryContext.current());
                return text + "!";
            });
        });
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        TelemetryFuture<Void> attachedOutside = answer.thenAccept(text -> seen.add(TelemetryContext.current()));
        pool.execute(COMPLETER.wrap((Runnable) () -> model.complete("hello")));

        assertThat(answer.join()).isEqualTo("hello!");
        attachedOutside.join();
        assertThat(seen).containsExactly(ATTACHER, ATTACHER, TelemetryContext.empty());
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void callAsyncReturnsFailedFutureWhenBlockThrowsOrReturnsNull() {
        TelemetryFuture<String> thrown = ATTACHER.toBuilder().callAsync(() -> {
            throw new IllegalStateException("from the block");
        });
        assertThatThrownBy(thrown::join).hasRootCauseMessage("from the block");

        TelemetryFuture<String> nothing = ATTACHER.toBuilder().callAsync(() -> null);
        assertThatThrownBy(nothing::join)
                .hasRootCauseInstanceOf(NullPointerException.class)
                .hasRootCauseMessage("the stage that the block returned");
        assertThatNullPointerException()
                .isThrownBy(() -> ATTACHER.toBuilder().callAsync(null))
                .withMessage("block");
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void namesNullArguments() {
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.supplyAsync(null))
                .withMessage("supplier");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.supplyAsync(() -> "x", null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.runAsync(null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.allOf((CompletableFuture<?>[]) null))
                .withMessage("futures");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.anyOf(new TelemetryFuture<>(), null))
                .withMessage("futures");
        assertThatNullPointerException()
                .isThrownBy(() -> new TelemetryFuture<>().orTimeout(1, null))
                .withMessage("unit");
        assertThatNullPointerException()
                .isThrownBy(() -> new TelemetryFuture<>().completeOnTimeout("x", 1, null))
                .withMessage("unit");
        assertThatNullPointerException()
                .isThrownBy(() -> new TelemetryFuture<>().completeExceptionally(null))
                .withMessage("failure");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.of(null))
                .withMessage("stage");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryFuture.failedFuture(null))
                .withMessage("failure");
    }
}
