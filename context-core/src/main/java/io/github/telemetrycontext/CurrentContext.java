package io.github.telemetrycontext;

import io.github.telemetrycontext.TelemetryContext.Operation;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.DetachedContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Stores the current context of each thread in a slot. The slot holds one of:
 *
 * <ul>
 *   <li>an {@link OpenScope}, the innermost open scope;
 *   <li>a {@link TelemetryContext}, in a block of code that runs under it and has no scope open inside;
 *   <li>an {@code Object[]}, a {@link DetachedContext}, in a virtual thread that inherited it and has no scope open;
 *   <li>null in all other cases, so that a thread without a scope refers to no class of this library.
 * </ul>
 */
final class CurrentContext {

    private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

    private static final ThreadLocal<@Nullable Object> SLOT =
            IS_VIRTUAL != null && Settings.INHERIT ? new InheritedSlot() : new ThreadLocal<>();

    /** True if blocks of code need scopes, for strict mode, a carrier or a listener. */
    private static final boolean BLOCKS_NEED_SCOPES =
            Settings.STRICT || Carrier.INSTALLED != null || ScopeListeners.areInstalled();

    static {
        // Must be last, because a logger may read the current context.
        Settings.warnAboutInvalidValues();
    }

    private CurrentContext() {}

    static TelemetryContext get() {
        Object held = SLOT.get();
        if (held == null) {
            return Carrier.carriedOr(TelemetryContext.empty());
        }
        if (held instanceof OpenScope scope) {
            return scope.context;
        }
        return held instanceof TelemetryContext context ? context : inherited(held);
    }

    /**
     * Runs a block of code under a context and closes all scopes that the block leaves open. The slot holds the context itself,
     * because this method restores the previous value. A scope is opened only for strict mode, a listener or a carrier.
     */
    @SuppressWarnings("try") // the resource is only closed
    static <T extends @Nullable Object, X extends Throwable> T call(
            TelemetryContext context, Operation<? extends T, X> block) throws X {
        if (BLOCKS_NEED_SCOPES) {
            OpenScope scope = open(context);
            try (Scope end = scope::unwind) {
                return block.run();
            }
        }
        Object outer = ownOrInherited();
        SLOT.set(context);
        try {
            return block.run();
        } finally {
            SLOT.set(OpenScope.firstOpen(outer));
        }
    }

    /** Returns the value of the slot. A platform thread does not inherit, although the JDK copies the value to it. */
    private static @Nullable Object ownOrInherited() {
        Object held = SLOT.get();
        return held instanceof Object[] && !isVirtual(Thread.currentThread()) ? null : held;
    }

    static OpenScope open(TelemetryContext context) {
        OpenScope scope = newScope(context, ownOrInherited());
        try {
            ScopeListeners.opened(scope, context);
        } catch (RuntimeException | Error e) {
            scope.closed();
            throw e;
        }
        if (Carrier.INSTALLED != null) {
            // A cast, because instanceof would load the class even if there is no carrier.
            ((CarriedScope) scope).attach();
        }
        SLOT.set(scope);
        return scope;
    }

    /**
     * Loads other scope classes only if they are needed, so that the compiler inlines the calls of a scope. Factories
     * are used because constructor calls would load the classes during verification.
     */
    private static OpenScope newScope(TelemetryContext context, @Nullable Object outer) {
        if (Settings.STRICT) {
            return StrictScope.open(context, outer);
        }
        return Carrier.INSTALLED == null ? new OpenScope(context, outer) : CarriedScope.open(context, outer);
    }

    /** {@return the value of the slot of this thread} */
    static @Nullable Object held() {
        return SLOT.get();
    }

    /** Sets null rather than removing it, because the next read would create the removed entry again. */
    static void hold(@Nullable Object held) {
        SLOT.set(held);
    }

    private static TelemetryContext inherited(Object detached) {
        if (isVirtual(Thread.currentThread())) {
            // A carried context is newer than the thread.
            return Carrier.carriedOr(DetachedContext.restore((@Nullable Object[]) detached));
        }
        SLOT.set(null);
        return get();
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            return false;
        }
    }

    /** Finds {@code Thread.isVirtual()}, which JDK 17 does not have. */
    private static @Nullable MethodHandle findIsVirtual() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static final class InheritedSlot extends InheritableThreadLocal<@Nullable Object> {

        /** Called on the parent thread while the child is built. The kind of the child is not known yet. */
        @Override
        protected @Nullable Object childValue(@Nullable Object held) {
            if (held instanceof OpenScope || held instanceof TelemetryContext) {
                TelemetryContext current = CurrentContext.get();
                return current.isEmpty() ? null : DetachedContext.of(current);
            }
            return held != null && isVirtual(Thread.currentThread()) ? held : null;
        }
    }
}
