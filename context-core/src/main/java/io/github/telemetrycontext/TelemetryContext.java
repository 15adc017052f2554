package io.github.telemetrycontext;

import com.google.errorprone.annotations.MustBeClosed;
import io.github.telemetrycontext.spi.ContextView;
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
 * What a log line of an LLM application should tell about its call: session, request, model and sampling iteration.
 *
 * <pre>{@code
 * try (var scope = TelemetryContext.with().sessionId("s-1").modelId("granite").open()) {
 *     log.info("asking the model");
 * }
 * }</pre>
 *
 * <p>A context is an immutable value. It becomes current on a thread through a {@link Scope}, and nested scopes inherit
 * the fields that they don't set. Every field may be absent.
 *
 * <p>Cautions:
 *
 * <ul>
 *   <li>A scope belongs to the thread that opened it and must be closed there, best by try-with-resources.
 *   <li>Platform threads, and so the threads of pools, never inherit: a pooled thread would keep a session that has
 *       ended. Hand the work over with one of the {@code wrap} methods.
 *   <li>A virtual thread (JDK 21 and later) starts with the context of the thread that created it, unless the system
 *       property {@code telemetry.context.inherit} is {@code never} or the thread was built without inheriting thread
 *       locals.
 *   <li>With the system property {@code telemetry.context.strict} set to {@code true}, scopes that are closed on the
 *       wrong thread or in the wrong order, or never, are reported with the stack trace of the code that opened them.
 * </ul>
 *
 * <p>Contexts may be shared between threads freely.
 */
public final class TelemetryContext {

    private static final TelemetryContext EMPTY = new TelemetryContext(null, null, null, null);

    private static final AtomicReferenceFieldUpdater<TelemetryContext, @Nullable KeptView> VIEWS =
            AtomicReferenceFieldUpdater.newUpdater(TelemetryContext.class, KeptView.class, "views");

    private final @Nullable String sessionId;
    private final @Nullable String requestId;
    private final @Nullable String modelId;
    private final @Nullable Integer samplingIteration;

    private volatile @Nullable Map<String, String> stringMap;

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
     * The context that is current on this thread. Costs about as much as reading a {@link ThreadLocal}.
     *
     * @return the context of the innermost open scope; where none is open, the one that a
     *     {@link io.github.telemetrycontext.spi.ContextCarrier} has carried here, or the inherited one in a virtual thread,
     *     or {@link #empty()}
     */
    public static TelemetryContext current() {
        return CurrentContext.get();
    }

    /**
     * The context without any field.
     *
     * @return always the same instance
     */
    public static TelemetryContext empty() {
        return EMPTY;
    }

    /**
     * Starts a context from {@link #current()}, so that a nested scope inherits what it doesn't set.
     *
     * @return a new builder
     */
    public static Builder with() {
        return current().toBuilder();
    }

    /**
     * Starts a context from {@link #current()} and sets the given fields.
     *
     * @param fields values by {@link TelemetryField#key() key}; a null value hides the field
     * @return a new builder
     * @throws IllegalArgumentException if a key is unknown or null, or a value is of the wrong type or does not fit;
     *     nothing has changed then
     */
    public static Builder with(Map<String, ?> fields) {
        return with().putAll(fields);
    }

    /**
     * Starts a context from nothing, so that no field of the current one is taken over.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return EMPTY.toBuilder();
    }

    /**
     * Makes an id for a request: a random (version 4) UUID of a cryptographically strong generator, without hyphens.
     *
     * @return 32 lowercase hexadecimal characters
     */
    public static String generateRequestId() {
        UUID id = UUID.randomUUID();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }

    /**
     * The session, {@code session_id}.
     *
     * @return the value, or null if not set
     */
    public @Nullable String sessionId() {
        return sessionId;
    }

    /**
     * The request, {@code request_id}.
     *
     * @return the value, or null if not set
     */
    public @Nullable String requestId() {
        return requestId;
    }

    /**
     * The model, {@code model_id}.
     *
     * @return the value, or null if not set
     */
    public @Nullable String modelId() {
        return modelId;
    }

    /**
     * The sampling iteration, {@code sampling_iteration}.
     *
     * @return the value, or null if not set
     */
    public @Nullable Integer samplingIteration() {
        return samplingIteration;
    }

    /**
     * The value of a field.
     *
     * @param field which field
     * @return a value of the field's {@link TelemetryField#type() type}, or null if not set
     */
    public @Nullable Object get(TelemetryField field) {
        return switch (Objects.requireNonNull(field, "field")) {
            case SESSION_ID -> sessionId;
            case REQUEST_ID -> requestId;
            case MODEL_ID -> modelId;
            case SAMPLING_ITERATION -> samplingIteration;
        };
    }

    /**
     * Whether no field is set.
     *
     * @return true if all four fields are absent
     */
    public boolean isEmpty() {
        return sessionId == null && requestId == null && modelId == null && samplingIteration == null;
    }

    /**
     * The fields that are set, by key.
     *
     * @return a new unmodifiable map without null values, in the order of {@link TelemetryField}
     */
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
     * The fields that are set, by key, with their values as text. Made once and kept, so that calling it for each log
     * event allocates nothing.
     *
     * @return an unmodifiable map of a serializable JDK class, without null values, in the order of
     *     {@link TelemetryField}
     */
    public Map<String, String> toStringMap() {
        Map<String, String> map = stringMap;
        if (map == null) {
            if (isEmpty()) {
                // Not Map.of(), which answers get(null) with an exception.
                return Collections.emptyMap();
            }
            Map<String, String> texts = new LinkedHashMap<>();
            toMap().forEach((key, value) -> texts.put(key, value.toString()));
            map = Collections.unmodifiableMap(texts);
            stringMap = map;
        }
        return map;
    }

    /**
     * Starts a context from this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Makes this context the current one of this thread, in place of the whole current one: a field that is absent here
     * is absent inside the scope.
     *
     * @return the scope, to be closed on the same thread; closing it brings back what is current now
     */
    @MustBeClosed
    public Scope makeCurrent() {
        return CurrentContext.open(this);
    }

    /**
     * The same task, run under this context.
     *
     * <p>This and the other {@code wrap} methods restore the context of the running thread afterwards, whatever the
     * task throws and whatever scopes it leaves open. The result may run many times and on any thread. In strict mode
     * it throws an {@link IllegalStateException} if the task leaves a scope open; the cause is the stack trace of the
     * code that opened that one.
     *
     * @param task what to run; a wrapped task is returned as it is, since the context that it has would win
     * @return the wrapped task
     */
    public Runnable wrap(Runnable task) {
        Objects.requireNonNull(task, "task");
        return task instanceof WrappedTask ? task : new WrappedTask(this, task);
    }

    /**
     * The same task, called under this context.
     *
     * @param <T> the type of the result
     * @param task what to call; a wrapped task is returned as it is
     * @return the wrapped task
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        return task instanceof WrappedCall ? task : new WrappedCall<>(this, task);
    }

    /**
     * An executor that runs each task under <em>this</em> context, whatever is current where the task is submitted. A task
     * that is wrapped already keeps the context that it has.
     *
     * @param executor what runs the tasks
     * @return the wrapping executor
     */
    public Executor wrap(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return task -> executor.execute(wrap(task));
    }

    /**
     * The same supplier, run under this context.
     *
     * @param <T> the type of the result
     * @param supplier what to run
     * @return the wrapped supplier
     */
    public <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> supplier) {
        Objects.requireNonNull(supplier, "supplier");
        return () -> call(supplier::get);
    }

    /**
     * The same function, run under this context.
     *
     * @param <T> the type of the argument
     * @param <R> the type of the result
     * @param function what to run
     * @return the wrapped function
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> wrapFunction(
            Function<T, R> function) {
        Objects.requireNonNull(function, "function");
        return argument -> call(() -> function.apply(argument));
    }

    /**
     * The same function, run under this context.
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param <R> the type of the result
     * @param function what to run
     * @return the wrapped function
     */
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            BiFunction<T, U, R> wrapBiFunction(BiFunction<T, U, R> function) {
        Objects.requireNonNull(function, "function");
        return (first, second) -> call(() -> function.apply(first, second));
    }

    /**
     * The same consumer, run under this context.
     *
     * @param <T> the type of the argument
     * @param consumer what to run
     * @return the wrapped consumer
     */
    public <T extends @Nullable Object> Consumer<T> wrapConsumer(Consumer<T> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return argument -> run(() -> consumer.accept(argument));
    }

    /**
     * The same consumer, run under this context.
     *
     * @param <T> the type of the first argument
     * @param <U> the type of the second argument
     * @param consumer what to run
     * @return the wrapped consumer
     */
    public <T extends @Nullable Object, U extends @Nullable Object> BiConsumer<T, U> wrapBiConsumer(
            BiConsumer<T, U> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return (first, second) -> run(() -> consumer.accept(first, second));
    }

    /**
     * Runs a block of code under this context. The previous context is current again afterwards, whatever the block throws and
     * whatever scopes it leaves open.
     *
     * @param block the code to run, on this thread
     * @throws IllegalStateException in strict mode only, if the block leaves a scope open; the cause is the stack trace of
     *     the code that opened it
     */
    @SuppressWarnings("NullAway") // nobody reads the result
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
     * @param block the code to run, on this thread
     * @return the result of the block
     * @throws X if the block throws it
     * @throws IllegalStateException in strict mode only, as {@link #run(Runnable)} does
     */
    public <T extends @Nullable Object, X extends Throwable> T call(Operation<? extends T, X> block) throws X {
        return CurrentContext.call(this, Objects.requireNonNull(block, "block"));
    }

    /**
     * Returns a view of this context. The first call makes the view, later calls return the same object. A later call costs
     * a volatile read and a comparison for each kind of view that this context keeps.
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

    /**
     * The fields that are set, for people.
     *
     * @return such as {@code TelemetryContext{session_id=s-1, sampling_iteration=3}}
     */
    @Override
    public String toString() {
        return "TelemetryContext" + toMap();
    }

    /**
     * The time in which a context is current on a thread, from {@link TelemetryContext#makeCurrent()} to
     * {@link #close()}.
     */
    public interface Scope extends AutoCloseable {

        /**
         * Brings back what was current when the scope was opened.
         *
         * <p>Closing a second time does nothing. Closing while a scope that was opened later is still open leaves that
         * one current, and this one is skipped when that one closes. Closing on another thread than the opener's does
         * nothing, there or here: the opener's thread can still close it.
         *
         * @throws IllegalStateException in strict mode only, if called on another thread or out of order; the cause is
         *     the stack trace of the opener, and the effect is the same as without strict mode
         */
        @Override
        void close();
    }

    /**
     * A block of code with a result, that may throw a checked exception.
     *
     * @param <T> the type of the result
     * @param <X> what the block may throw
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
     * Builds a context. A null value hides the field: it is absent, even if an enclosing scope has it. A builder is for
     * one thread at a time.
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
         * Sets the session.
         *
         * @param value the session, or null to hide it
         * @return this builder
         */
        public Builder sessionId(@Nullable String value) {
            this.sessionId = value;
            return this;
        }

        /**
         * Sets the request.
         *
         * @param value the request, or null to hide it
         * @return this builder
         */
        public Builder requestId(@Nullable String value) {
            this.requestId = value;
            return this;
        }

        /**
         * Sets the model.
         *
         * @param value the model, or null to hide it
         * @return this builder
         */
        public Builder modelId(@Nullable String value) {
            this.modelId = value;
            return this;
        }

        /**
         * Sets the sampling iteration.
         *
         * @param value the iteration, or null to hide it
         * @return this builder
         */
        public Builder samplingIteration(@Nullable Integer value) {
            this.samplingIteration = value;
            return this;
        }

        /**
         * Sets a field.
         *
         * @param field which field
         * @param value a {@code String}, for {@link TelemetryField#SAMPLING_ITERATION} an integral number that fits an
         *     {@code int}, or null to hide the field
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
         * @throws IllegalArgumentException if the key is unknown or null, or the value is of the wrong type or does not
         *     fit; the builder is unchanged
         */
        public Builder put(String key, @Nullable Object value) {
            return put(TelemetryField.require(key), value);
        }

        /**
         * Sets several fields by their keys.
         *
         * @param fields values by {@link TelemetryField#key() key}; a null value hides the field
         * @return this builder
         * @throws IllegalArgumentException if any key is unknown or null, or any value is of the wrong type or does not
         *     fit; the builder is unchanged
         */
        public Builder putAll(Map<String, ?> fields) {
            Objects.requireNonNull(fields, "fields");
            List<@Nullable Object> unknown = new ArrayList<>();
            for (@Nullable Object key : fields.keySet()) {
                if (TelemetryField.find(key) == null) {
                    unknown.add(key);
                }
            }
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

        /**
         * The context with the fields set so far.
         *
         * @return the context
         */
        public TelemetryContext build() {
            if (sessionId == null && requestId == null && modelId == null && samplingIteration == null) {
                return EMPTY;
            }
            return new TelemetryContext(sessionId, requestId, modelId, samplingIteration);
        }

        /**
         * Makes the context current on this thread: {@code build().makeCurrent()}.
         *
         * @return the scope, to be closed on the same thread
         */
        @MustBeClosed
        public Scope open() {
            return build().makeCurrent();
        }

        /**
         * Runs a block of code under the context. What was current before is current again afterwards, whatever the
         * block throws and whatever scopes it leaves open.
         *
         * @param block what to run, on this thread
         * @throws IllegalStateException in strict mode only, if the block leaves a scope open; the cause is the stack trace
         *     of the code that opened that one
         */
        public void run(Runnable block) {
            build().run(block);
        }

        /**
         * Runs a block of code with a result under the context, as {@link #run(Runnable)} does.
         *
         * @param <T> the type of the result
         * @param <X> what the block may throw
         * @param block what to run, on this thread
         * @return the block's result
         * @throws X if the block throws it
         * @throws IllegalStateException in strict mode only, as {@link #run(Runnable)} does
         */
        public <T extends @Nullable Object, X extends Throwable> T call(Operation<? extends T, X> block) throws X {
            return build().call(block);
        }

        /**
         * Runs a block of code that starts asynchronous work under the context. The block itself runs on this thread,
         * as with {@link #run(Runnable)}. The stages that it builds keep the context if they are those of a
         * {@link TelemetryFuture}.
         *
         * @param <T> the type of the result
         * @param block what to run, on this thread
         * @return a future that completes as the block's stage does; it fails if the block throws or returns null
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
