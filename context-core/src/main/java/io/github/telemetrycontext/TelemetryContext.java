package io.github.telemetrycontext;

import com.google.errorprone.annotations.MustBeClosed;
import io.github.telemetrycontext.spi.ContextView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the session, request, model and sampling iteration of a call in an LLM application. Every field may be absent.
 * Contexts are immutable and thread-safe.
 *
 * <pre>{@code
 * try (var scope = TelemetryContext.with().sessionId("s-1").modelId("granite").open()) {
 *     log.info("asking the model");
 * }
 * }</pre>
 *
 * <p>A {@link Scope} makes a context current on a thread. Nested scopes inherit the fields that they don't set.
 *
 * <ul>
 *   <li>Close a scope on the thread that opened it, preferably with try-with-resources.
 *   <li>Platform threads and pools never inherit a context, because a pooled thread would keep a session that has
 *       ended. Use one of the {@code wrap} methods.
 *   <li>A virtual thread (JDK 21 and later) starts with the context of the thread that created it. The exceptions are
 *       the system property {@code telemetry.context.inherit=never} and threads that do not inherit thread locals.
 *   <li>With the system property {@code telemetry.context.strict=true}, scopes that are closed on the wrong thread, out
 *       of order or never are reported. The report has the stack trace of the code that opened the scope.
 * </ul>
 */
public final class TelemetryContext {

    private static final TelemetryContext EMPTY = new TelemetryContext(null, null, null, null);

    private static final AtomicReferenceFieldUpdater<TelemetryContext, @Nullable KeptView> VIEWS =
            AtomicReferenceFieldUpdater.newUpdater(TelemetryContext.class, KeptView.class, "views");

    private static final ContextView<Map<String, String>> STRING_MAP = new ContextView<>(TelemetryContext::texts);

    private final @Nullable String sessionId;
    private final @Nullable String requestId;
    private final @Nullable String modelId;
    private final @Nullable Integer samplingIteration;

    private volatile @Nullable KeptView views;

    TelemetryContext(
            @Nullable String sessionId,
            @Nullable String requestId,
            @Nullable String modelId,
            @Nullable Integer samplingIteration) {
        this.sessionId = sessionId;
        this.requestId = requestId;
        this.modelId = modelId;
        this.samplingIteration = samplingIteration;
    }

    /**
     * Returns the current context of this thread. Costs about as much as reading a {@link ThreadLocal}.
     *
     * @return the context of the innermost open scope. Without a scope, the context that a {@link
     *     io.github.telemetrycontext.spi.ContextCarrier} has carried here, or the inherited one in a virtual thread, or
     *     {@link #empty()}
     */
    public static TelemetryContext current() {
        return CurrentContext.get();
    }

    /** {@return the context without any field, always the same instance} */
    public static TelemetryContext empty() {
        return EMPTY;
    }

    /** {@return a new builder with the fields of {@link #current()}} */
    public static Builder with() {
        return current().toBuilder();
    }

    /**
     * Starts a context with the fields of {@link #current()} and sets the given fields.
     *
     * @param fields values by {@link TelemetryField#key() key}; a null value hides the field
     * @return a new builder
     * @throws IllegalArgumentException if a key is unknown or null, or a value is of the wrong type or does not fit
     */
    public static Builder with(Map<String, ?> fields) {
        return with().putAll(fields);
    }

    /** {@return a new builder without any field} */
    public static Builder builder() {
        return EMPTY.toBuilder();
    }

    /** {@return a random UUID (version 4) as 32 lowercase hexadecimal characters, for a request} */
    public static String generateRequestId() {
        UUID id = UUID.randomUUID();
        // Formats all bytes at once. Joining the digits of two numbers takes 50 % longer on JDK 25.
        return HexFormat.of()
                .formatHex(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    /** {@return the session, {@code session_id}, or null if not set} */
    public @Nullable String sessionId() {
        return sessionId;
    }

    /** {@return the request, {@code request_id}, or null if not set} */
    public @Nullable String requestId() {
        return requestId;
    }

    /** {@return the model, {@code model_id}, or null if not set} */
    public @Nullable String modelId() {
        return modelId;
    }

    /** {@return the sampling iteration, {@code sampling_iteration}, or null if not set} */
    public @Nullable Integer samplingIteration() {
        return samplingIteration;
    }

    /**
     * {@return the value of a field, of the field's {@link TelemetryField#type() type}, or null if not set}
     *
     * @param field the field
     */
    public @Nullable Object get(TelemetryField field) {
        return switch (Objects.requireNonNull(field, "field")) {
            case SESSION_ID -> sessionId;
            case REQUEST_ID -> requestId;
            case MODEL_ID -> modelId;
            case SAMPLING_ITERATION -> samplingIteration;
        };
    }

    /** {@return true if all four fields are absent} */
    public boolean isEmpty() {
        return sessionId == null && requestId == null && modelId == null && samplingIteration == null;
    }

    /** {@return the fields that are set, by key: a new unmodifiable map in the order of {@link TelemetryField}} */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (TelemetryField field : TelemetryField.values()) {
            Object value = get(field);
            if (value != null) {
                map.put(field.key(), value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * Returns the fields that are set, by key, with their values as text. The map is created once and kept.
     *
     * @return an unmodifiable, serializable JDK map in the order of {@link TelemetryField}
     */
    public Map<String, String> toStringMap() {
        // Not Map.of(), whose get(null) throws.
        return isEmpty() ? Collections.emptyMap() : view(STRING_MAP);
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        toMap().forEach((key, value) -> texts.put(key, value.toString()));
        return Collections.unmodifiableMap(texts);
    }

    /** {@return a new builder with the fields of this context} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Makes this context current on this thread. It replaces the whole current context, so a field that is absent here
     * is absent inside the scope.
     *
     * @return the scope, which must be closed on the same thread; closing it restores the previous context
     */
    @MustBeClosed
    public Scope makeCurrent() {
        return CurrentContext.open(this);
    }

    /**
     * Wraps a task. This and the other {@code wrap} methods restore the context of the running thread afterwards, as
     * {@link #run(Runnable)} does. The result may run many times and on any thread.
     *
     * @param task the task
     * @return a task that runs it under this context; a wrapped task is returned as it is and keeps its own context
     */
    public Runnable wrap(Runnable task) {
        Objects.requireNonNull(task, "task");
        return task instanceof WrappedTask ? task : new WrappedTask(this, task);
    }

    /**
     * Wraps a task with a result.
     *
     * @param <T> the type of the result
     * @param task the task
     * @return a task that calls it under this context; a wrapped task is returned as it is
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        return task instanceof WrappedCall ? task : new WrappedCall<>(this, task);
    }

    /**
     * Wraps an executor. A task that is wrapped already keeps its own context.
     *
     * @param executor the executor
     * @return an executor that runs each task under <em>this</em> context, not under that of the submitter
     */
    public Executor wrap(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return task -> executor.execute(wrap(task));
    }

    /**
     * {@return a supplier that runs the given one under this context}
     *
     * @param <T> the type of the result
     * @param supplier the supplier
     */
    public <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> supplier) {
        Objects.requireNonNull(supplier, "supplier");
        return () -> call(supplier::get);
    }

    /**
     * {@return a function that runs the given one under this context}
     *
     * @param <T> the type of the argument
     * @param <R> the type of the result
     * @param function the function
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> wrapFunction(
            Function<T, R> function) {
        Objects.requireNonNull(function, "function");
        return argument -> call(() -> function.apply(argument));
    }

    /**
     * {@return a function that runs the given one under this context}
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <R> the type of the result
     * @param function the function
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            BiFunction<T, U, R> wrapBiFunction(BiFunction<T, U, R> function) {
        Objects.requireNonNull(function, "function");
        return (first, second) -> call(() -> function.apply(first, second));
    }

    /**
     * {@return a consumer that runs the given one under this context}
     *
     * @param <T> the type of the argument
     * @param consumer the consumer
     */
    public <T extends @Nullable Object> Consumer<T> wrapConsumer(Consumer<T> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return argument -> run(() -> consumer.accept(argument));
    }

    /**
     * {@return a consumer that runs the given one under this context}
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param consumer the consumer
     */
    public <T extends @Nullable Object, U extends @Nullable Object> BiConsumer<T, U> wrapBiConsumer(
            BiConsumer<T, U> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return (first, second) -> run(() -> consumer.accept(first, second));
    }

    /**
     * Runs a block of code under this context, on this thread. Afterwards the previous context is current again, even
     * if the block throws or leaves scopes open.
     *
     * @param block the code to run
     * @throws IllegalStateException in strict mode only, if the block leaves a scope open; the cause is the stack trace
     *     of the code that opened it
     */
    @SuppressWarnings("NullAway") // the result is not used
    public void run(Runnable block) {
        Objects.requireNonNull(block, "block");
        CurrentContext.call(this, () -> {
            block.run();
            return null;
        });
    }

    /**
     * Runs a block of code with a result under this context, as {@link #run(Runnable)} does.
     *
     * @param <T> the type of the result
     * @param <X> the type of exception that the block may throw
     * @param block the code to run
     * @return the result of the block
     * @throws X if the block throws it
     */
    public <T extends @Nullable Object, X extends Throwable> T call(Operation<? extends T, X> block) throws X {
        return CurrentContext.call(this, Objects.requireNonNull(block, "block"));
    }

    /**
     * Returns a view of this context. The first call derives the view, later calls return the same object. A later call
     * costs a volatile read and a comparison for each kind of view that this context keeps.
     *
     * @param <V> the type of the view
     * @param view the kind of view
     * @return the view, never null
     */
    @SuppressWarnings("unchecked") // each view is kept with its own value
    public <V> V view(ContextView<V> view) {
        Object value = KeptView.find(views, Objects.requireNonNull(view, "view"));
        return (V) (value != null ? value : keep(view, view.derive(this)));
    }

    private Object keep(ContextView<?> view, Object made) {
        while (true) {
            KeptView first = views;
            Object value = KeptView.find(first, view);
            if (value != null) {
                return value;
            }
            if (VIEWS.compareAndSet(this, first, new KeptView(view, made, first))) {
                return made;
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof TelemetryContext that
                        && Objects.equals(sessionId, that.sessionId)
                        && Objects.equals(requestId, that.requestId)
                        && Objects.equals(modelId, that.modelId)
                        && Objects.equals(samplingIteration, that.samplingIteration));
    }

    @Override
    public int hashCode() {
        return Objects.hash(sessionId, requestId, modelId, samplingIteration);
    }

    /** {@return the fields that are set, such as {@code TelemetryContext{session_id=s-1, sampling_iteration=3}}} */
    @Override
    public String toString() {
        return "TelemetryContext" + toMap();
    }

    /** Keeps a context current on a thread until it is closed. */
    public interface Scope extends AutoCloseable {

        /**
         * Restores the context that was current when the scope was opened.
         *
         * <p>A second call does nothing. If a scope that was opened later is still open, that scope stays current, and
         * its close skips this one. A call on a thread other than the opener's does nothing, and the opener's thread
         * can still close the scope.
         *
         * @throws IllegalStateException in strict mode only, if called on another thread or out of order; the cause is
         *     the stack trace of the opener, and the effect is the same as without strict mode
         */
        @Override
        void close();
    }

    /**
     * A block of code with a result.
     *
     * @param <T> the type of the result
     * @param <X> the type of exception that the block may throw
     */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object, X extends Throwable> {

        /**
         * Runs the block.
         *
         * @return the result
         * @throws X if the block fails
         */
        T run() throws X;
    }

    /**
     * Builds a context. A null value hides the field: the field is absent, even if an enclosing scope has it. Not
     * thread-safe.
     */
    public static final class Builder {

        private @Nullable String sessionId;
        private @Nullable String requestId;
        private @Nullable String modelId;
        private @Nullable Integer samplingIteration;

        private Builder(TelemetryContext start) {
            this.sessionId = start.sessionId;
            this.requestId = start.requestId;
            this.modelId = start.modelId;
            this.samplingIteration = start.samplingIteration;
        }

        /**
         * {@return this builder}
         *
         * @param value the session, or null to hide it
         */
        public Builder sessionId(@Nullable String value) {
            this.sessionId = value;
            return this;
        }

        /**
         * {@return this builder}
         *
         * @param value the request, or null to hide it
         */
        public Builder requestId(@Nullable String value) {
            this.requestId = value;
            return this;
        }

        /**
         * {@return this builder}
         *
         * @param value the model, or null to hide it
         */
        public Builder modelId(@Nullable String value) {
            this.modelId = value;
            return this;
        }

        /**
         * {@return this builder}
         *
         * @param value the iteration, or null to hide it
         */
        public Builder samplingIteration(@Nullable Integer value) {
            this.samplingIteration = value;
            return this;
        }

        /**
         * Sets a field.
         *
         * @param field the field
         * @param value a {@code String}, for {@link TelemetryField#SAMPLING_ITERATION} an integral number that fits an {@code int}, or
         *     null to hide the field
         * @return this builder
         * @throws IllegalArgumentException if the value is of the wrong type or does not fit; the builder is unchanged
         */
        public Builder put(TelemetryField field, @Nullable Object value) {
            Objects.requireNonNull(field, "field");
            set(field, field.checked(value));
            return this;
        }

        /**
         * Sets a field by its key.
         *
         * @param key a {@link TelemetryField#key() key}
         * @param value as for {@link #put(TelemetryField, Object)}
         * @return this builder
         * @throws IllegalArgumentException also if the key is unknown or null; the builder is unchanged
         */
        public Builder put(String key, @Nullable Object value) {
            return put(TelemetryField.require(key), value);
        }

        /**
         * Sets several fields by their keys.
         *
         * @param fields values by {@link TelemetryField#key() key}; a null value hides the field
         * @return this builder
         * @throws IllegalArgumentException if any key or value is not accepted; the builder is unchanged
         */
        public Builder putAll(Map<String, ?> fields) {
            Objects.requireNonNull(fields, "fields");
            List<@Nullable Object> unknown = new ArrayList<>(fields.keySet());
            unknown.removeIf(key -> TelemetryField.find(key) != null);
            if (!unknown.isEmpty()) {
                throw TelemetryField.unknown(unknown);
            }
            Map<TelemetryField, @Nullable Object> checked = new EnumMap<>(TelemetryField.class);
            fields.forEach((key, value) -> {
                TelemetryField field = TelemetryField.require(key);
                checked.put(field, field.checked(value));
            });
            checked.forEach(this::set);
            return this;
        }

        private void set(TelemetryField field, @Nullable Object value) {
            switch (field) {
                case SESSION_ID -> sessionId = (String) value;
                case REQUEST_ID -> requestId = (String) value;
                case MODEL_ID -> modelId = (String) value;
                case SAMPLING_ITERATION -> samplingIteration = (Integer) value;
            }
        }

        /** {@return the context with the fields set so far} */
        public TelemetryContext build() {
            TelemetryContext context = new TelemetryContext(sessionId, requestId, modelId, samplingIteration);
            return context.isEmpty() ? EMPTY : context;
        }

        /** {@return the scope of {@code build().makeCurrent()}, which must be closed on the same thread} */
        @MustBeClosed
        public Scope open() {
            return build().makeCurrent();
        }

        /**
         * Runs a block of code under the context, see {@link TelemetryContext#run(Runnable)}.
         *
         * @param block the code to run
         */
        public void run(Runnable block) {
            build().run(block);
        }

        /**
         * Runs a block of code under the context, see {@link TelemetryContext#call(Operation)}.
         *
         * @param <T> the type of the result
         * @param <X> the type of exception that the block may throw
         * @param block the code to run
         * @return the result of the block
         * @throws X if the block throws it
         */
        public <T extends @Nullable Object, X extends Throwable> T call(Operation<? extends T, X> block) throws X {
            return build().call(block);
        }

        /**
         * Runs a block that starts asynchronous work under the context on this thread. Stages of a {@link
         * TelemetryFuture} that the block builds keep the context.
         *
         * @param <T> the type of the result
         * @param block the code to run
         * @return a future that completes like the block's stage; it fails if the block throws or returns null
         */
        public <T extends @Nullable Object> TelemetryFuture<T> callAsync(Supplier<? extends CompletionStage<T>> block) {
            Objects.requireNonNull(block, "block");
            try {
                CompletionStage<T> stage = build().call(block::get);
                return TelemetryFuture.of(Objects.requireNonNull(stage, "the stage that the block returned"));
            } catch (Throwable e) {
                return TelemetryFuture.failedFuture(e);
            }
        }
    }
}
