package io.github.telemetrycontext;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Propagates the context through the stages of a {@link CompletableFuture}. Each stage runs under the context that was
 * current when the stage was <em>attached</em>, even if another thread completes the future. Afterwards the running
 * thread's own context is restored.
 *
 * <pre>{@code
 * TelemetryFuture.supplyAsync(() -> callModel(prompt), pool)
 *         .thenApply(answer -> validate(answer))
 *         .whenComplete((answer, failure) -> log.info("done"));
 * }</pre>
 *
 * <p>The futures that its methods return propagate the context, too. For the stages of other libraries, start with
 * {@link #of(CompletionStage)}. Executors, exceptions and cancellation work as in {@link CompletableFuture}. The
 * inherited {@code delayedExecutor} returns an executor that does not propagate the context.
 *
 * @param <T> the type of the result
 */
public final class TelemetryFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /** Creates an incomplete future. */
    public TelemetryFuture() {}

    /**
     * Returns a future that completes like the given stage. Completing or cancelling the future does not affect the
     * stage. The stage refers to the future until the stage completes.
     *
     * @param <T> the type of the result
     * @param stage any stage; a {@code TelemetryFuture} is returned as it is
     * @return the future
     */
    public static <T extends @Nullable Object> TelemetryFuture<T> of(CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage");
        if (stage instanceof TelemetryFuture<T> future) {
            return future;
        }
        TelemetryFuture<T> future = new TelemetryFuture<>();
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(result);
            }
        });
        return future;
    }

    /**
     * {@return the future of a supplier that runs under the caller's context in the default executor}
     *
     * @param <T> the type of the result
     * @param supplier the supplier
     */
    public static <T extends @Nullable Object> TelemetryFuture<T> supplyAsync(Supplier<T> supplier) {
        return new TelemetryFuture<T>().completeAsync(supplier);
    }

    /**
     * {@return the future of a supplier that runs under the caller's context}
     *
     * @param <T> the type of the result
     * @param supplier the supplier
     * @param executor runs the supplier
     */
    public static <T extends @Nullable Object> TelemetryFuture<T> supplyAsync(Supplier<T> supplier, Executor executor) {
        return new TelemetryFuture<T>().completeAsync(supplier, executor);
    }

    /**
     * {@return the future of a task that runs under the caller's context in the default executor}
     *
     * @param task the task
     */
    public static TelemetryFuture<Void> runAsync(Runnable task) {
        return supplyAsync(asSupplier(task));
    }

    /**
     * {@return the future of a task that runs under the caller's context}
     *
     * @param task the task
     * @param executor runs the task
     */
    public static TelemetryFuture<Void> runAsync(Runnable task, Executor executor) {
        return supplyAsync(asSupplier(task), executor);
    }

    @SuppressWarnings("NullAway") // null is the only value of Void
    private static Supplier<Void> asSupplier(Runnable task) {
        Objects.requireNonNull(task, "task");
        return () -> {
            task.run();
            return null;
        };
    }

    /**
     * {@return a complete future}
     *
     * @param <T> the type of the result
     * @param value the result
     */
    public static <T extends @Nullable Object> TelemetryFuture<T> completedFuture(T value) {
        TelemetryFuture<T> future = new TelemetryFuture<>();
        future.complete(value);
        return future;
    }

    /**
     * {@return a failed future}
     *
     * @param <T> the type of the missing result
     * @param failure the reason
     */
    public static <T extends @Nullable Object> TelemetryFuture<T> failedFuture(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        TelemetryFuture<T> future = new TelemetryFuture<>();
        future.completeExceptionally(failure);
        return future;
    }

    /**
     * {@return a complete stage that has only the methods of {@link CompletionStage}}
     *
     * @param <T> the type of the result
     * @param value the result
     */
    public static <T extends @Nullable Object> CompletionStage<T> completedStage(T value) {
        return completedFuture(value).minimalCompletionStage();
    }

    /**
     * {@return a failed stage that has only the methods of {@link CompletionStage}}
     *
     * @param <T> the type of the missing result
     * @param failure the reason
     */
    public static <T extends @Nullable Object> CompletionStage<T> failedStage(Throwable failure) {
        return TelemetryFuture.<T>failedFuture(failure).minimalCompletionStage();
    }

    /**
     * {@return a future that completes when all given futures are complete, see {@link CompletableFuture#allOf}}
     *
     * @param futures the futures
     */
    public static TelemetryFuture<Void> allOf(CompletableFuture<?>... futures) {
        return of(CompletableFuture.allOf(required(futures)));
    }

    /**
     * {@return a future that completes like the first complete one of the given futures, see {@link
     * CompletableFuture#anyOf}}
     *
     * @param futures the futures
     */
    public static TelemetryFuture<Object> anyOf(CompletableFuture<?>... futures) {
        return of(CompletableFuture.anyOf(required(futures)));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> newIncompleteFuture() {
        return new TelemetryFuture<>();
    }

    @Override
    public TelemetryFuture<T> toCompletableFuture() {
        return this;
    }

    @Override
    public TelemetryFuture<T> copy() {
        return (TelemetryFuture<T>) super.copy();
    }

    /**
     * Returns a stage that has only the methods of {@link CompletionStage}. It propagates the context as this future
     * does.
     */
    @Override
    public CompletionStage<T> minimalCompletionStage() {
        return minimal(copy());
    }

    /** Hides the other methods of an unshared future and of the stages that are attached to it. */
    @SuppressWarnings("unchecked") // a proxy for CompletionStage delegates to a CompletionStage<U>
    private static <U extends @Nullable Object> CompletionStage<U> minimal(TelemetryFuture<U> future) {
        return (CompletionStage<U>) Proxy.newProxyInstance(
                TelemetryFuture.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "stage of " + future;
                    case "toCompletableFuture" -> future.copy();
                    default -> minimal((TelemetryFuture<?>) invoke(method, future, arguments));
                });
    }

    private static Object invoke(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return super.completeExceptionally(Objects.requireNonNull(failure, "failure"));
    }

    @Override
    public TelemetryFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return (TelemetryFuture<T>) super.orTimeout(timeout, required(unit));
    }

    @Override
    public TelemetryFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        return (TelemetryFuture<T>) super.completeOnTimeout(value, timeout, required(unit));
    }

    @Override
    public TelemetryFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return (TelemetryFuture<T>) super.completeAsync(supplier(supplier));
    }

    @Override
    public TelemetryFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        return (TelemetryFuture<T>) super.completeAsync(supplier(supplier), required(executor));
    }

    private static <S extends @Nullable Object> Supplier<S> supplier(Supplier<S> supplier) {
        return TelemetryContext.current().wrapSupplier(supplier);
    }

    private static Runnable action(Runnable action) {
        return TelemetryContext.current().wrap(Objects.requireNonNull(action, "action"));
    }

    private static <A extends @Nullable Object> Consumer<A> action(Consumer<A> action) {
        return TelemetryContext.current().wrapConsumer(Objects.requireNonNull(action, "action"));
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> action(
            BiConsumer<A, B> action) {
        return TelemetryContext.current().wrapBiConsumer(Objects.requireNonNull(action, "action"));
    }

    private static <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> fn(Function<A, R> fn) {
        return TelemetryContext.current().wrapFunction(Objects.requireNonNull(fn, "fn"));
    }

    private static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            BiFunction<A, B, R> fn(BiFunction<A, B, R> fn) {
        return TelemetryContext.current().wrapBiFunction(Objects.requireNonNull(fn, "fn"));
    }

    private static TimeUnit required(TimeUnit unit) {
        return Objects.requireNonNull(unit, "unit");
    }

    private static CompletableFuture<?>[] required(CompletableFuture<?>[] futures) {
        for (CompletableFuture<?> future : Objects.requireNonNull(futures, "futures")) {
            Objects.requireNonNull(future, "futures");
        }
        return futures;
    }

    private static Executor required(Executor executor) {
        return Objects.requireNonNull(executor, "executor");
    }

    private static <U extends @Nullable Object> CompletionStage<U> other(CompletionStage<U> other) {
        return Objects.requireNonNull(other, "other");
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> thenApply(Function<? super T, ? extends U> fn) {
        return (TelemetryFuture<U>) super.<U>thenApply(fn(fn));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn) {
        return (TelemetryFuture<U>) super.<U>thenApplyAsync(fn(fn));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> thenApplyAsync(
            Function<? super T, ? extends U> fn, Executor executor) {
        return (TelemetryFuture<U>) super.<U>thenApplyAsync(fn(fn), required(executor));
    }

    @Override
    public TelemetryFuture<Void> thenAccept(Consumer<? super T> action) {
        return (TelemetryFuture<Void>) super.thenAccept(action(action));
    }

    @Override
    public TelemetryFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
        return (TelemetryFuture<Void>) super.thenAcceptAsync(action(action));
    }

    @Override
    public TelemetryFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        return (TelemetryFuture<Void>) super.thenAcceptAsync(action(action), required(executor));
    }

    @Override
    public TelemetryFuture<Void> thenRun(Runnable action) {
        return (TelemetryFuture<Void>) super.thenRun(action(action));
    }

    @Override
    public TelemetryFuture<Void> thenRunAsync(Runnable action) {
        return (TelemetryFuture<Void>) super.thenRunAsync(action(action));
    }

    @Override
    public TelemetryFuture<Void> thenRunAsync(Runnable action, Executor executor) {
        return (TelemetryFuture<Void>) super.thenRunAsync(action(action), required(executor));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> TelemetryFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return (TelemetryFuture<V>) super.<U, V>thenCombine(other(other), fn(fn));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> TelemetryFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return (TelemetryFuture<V>) super.<U, V>thenCombineAsync(other(other), fn(fn));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> TelemetryFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn, Executor executor) {
        return (TelemetryFuture<V>) super.<U, V>thenCombineAsync(other(other), fn(fn), required(executor));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return (TelemetryFuture<Void>) super.thenAcceptBoth(other(other), action(action));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return (TelemetryFuture<Void>) super.thenAcceptBothAsync(other(other), action(action));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        return (TelemetryFuture<Void>) super.thenAcceptBothAsync(other(other), action(action), required(executor));
    }

    @Override
    public TelemetryFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return (TelemetryFuture<Void>) super.runAfterBoth(other(other), action(action));
    }

    @Override
    public TelemetryFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return (TelemetryFuture<Void>) super.runAfterBothAsync(other(other), action(action));
    }

    @Override
    public TelemetryFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return (TelemetryFuture<Void>) super.runAfterBothAsync(other(other), action(action), required(executor));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return (TelemetryFuture<U>) super.<U>applyToEither(other(other), fn(fn));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return (TelemetryFuture<U>) super.<U>applyToEitherAsync(other(other), fn(fn));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn, Executor executor) {
        return (TelemetryFuture<U>) super.<U>applyToEitherAsync(other(other), fn(fn), required(executor));
    }

    @Override
    public TelemetryFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return (TelemetryFuture<Void>) super.acceptEither(other(other), action(action));
    }

    @Override
    public TelemetryFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return (TelemetryFuture<Void>) super.acceptEitherAsync(other(other), action(action));
    }

    @Override
    public TelemetryFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        return (TelemetryFuture<Void>) super.acceptEitherAsync(other(other), action(action), required(executor));
    }

    @Override
    public TelemetryFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return (TelemetryFuture<Void>) super.runAfterEither(other(other), action(action));
    }

    @Override
    public TelemetryFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return (TelemetryFuture<Void>) super.runAfterEitherAsync(other(other), action(action));
    }

    @Override
    public TelemetryFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return (TelemetryFuture<Void>) super.runAfterEitherAsync(other(other), action(action), required(executor));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> fn) {
        return (TelemetryFuture<U>) super.<U>thenCompose(fn(fn));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn) {
        return (TelemetryFuture<U>) super.<U>thenComposeAsync(fn(fn));
    }

    @Override
    public <U extends @Nullable Object> TelemetryFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn, Executor executor) {
        return (TelemetryFuture<U>) super.<U>thenComposeAsync(fn(fn), required(executor));
    }

    @Override
    @SuppressWarnings("NullAway") // the exception is null after success, but CompletableFuture has no annotation
    public <U extends @Nullable Object> TelemetryFuture<U> handle(
            BiFunction<? super T, @Nullable Throwable, ? extends U> fn) {
        return (TelemetryFuture<U>) super.<U>handle(fn(fn));
    }

    @Override
    @SuppressWarnings("NullAway") // the exception is null after success, but CompletableFuture has no annotation
    public <U extends @Nullable Object> TelemetryFuture<U> handleAsync(
            BiFunction<? super T, @Nullable Throwable, ? extends U> fn) {
        return (TelemetryFuture<U>) super.<U>handleAsync(fn(fn));
    }

    @Override
    @SuppressWarnings("NullAway") // the exception is null after success, but CompletableFuture has no annotation
    public <U extends @Nullable Object> TelemetryFuture<U> handleAsync(
            BiFunction<? super T, @Nullable Throwable, ? extends U> fn, Executor executor) {
        return (TelemetryFuture<U>) super.<U>handleAsync(fn(fn), required(executor));
    }

    @Override
    public TelemetryFuture<T> whenComplete(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return (TelemetryFuture<T>) super.whenComplete(action(action));
    }

    @Override
    public TelemetryFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return (TelemetryFuture<T>) super.whenCompleteAsync(action(action));
    }

    @Override
    public TelemetryFuture<T> whenCompleteAsync(
            BiConsumer<? super T, ? super @Nullable Throwable> action, Executor executor) {
        return (TelemetryFuture<T>) super.whenCompleteAsync(action(action), required(executor));
    }

    @Override
    public TelemetryFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
        return (TelemetryFuture<T>) super.exceptionally(fn(fn));
    }

    @Override
    public TelemetryFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn) {
        return (TelemetryFuture<T>) super.exceptionallyAsync(fn(fn));
    }

    @Override
    public TelemetryFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn, Executor executor) {
        return (TelemetryFuture<T>) super.exceptionallyAsync(fn(fn), required(executor));
    }

    @Override
    public TelemetryFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> fn) {
        return (TelemetryFuture<T>) super.exceptionallyCompose(fn(fn));
    }

    @Override
    public TelemetryFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> fn) {
        return (TelemetryFuture<T>) super.exceptionallyComposeAsync(fn(fn));
    }

    @Override
    public TelemetryFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> fn, Executor executor) {
        return (TelemetryFuture<T>) super.exceptionallyComposeAsync(fn(fn), required(executor));
    }
}
