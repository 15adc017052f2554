package io.github.telemetrycontext;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The slot of each thread. It holds one of:
 *
 * <ul>
 *   <li>an {@link OpenScope}, the innermost one, while any is open;
 *   <li>an {@code Object[]}, a {@link ParkedContext}, in a virtual thread that inherited one and has no scope open;
 *   <li>null, everywhere else. Between scopes no class of this library is reachable from a thread, so that its class
 *       loader can go.
 * </ul>
 */
final class CurrentContext {

    private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

    private static final ThreadLocal<@Nullable Object> SLOT =
            IS_VIRTUAL != null && !"never".equals(System.getProperty("telemetry.context.inherit"))
                    ? new InheritedSlot()
                    : new ThreadLocal<>();

    private CurrentContext() {}

    static TelemetryContext get() {
        Object held = SLOT.get();
        if (held == null) {
            return CarriedScope.carriedOr(TelemetryContext.empty());
        }
        return held instanceof OpenScope scope ? scope.context : inherited(held);
    }

    static OpenScope open(TelemetryContext context) {
        Object outer = SLOT.get();
        if (outer != null && !(outer instanceof OpenScope) && !isVirtual(Thread.currentThread())) {
            outer = null;
        }
        OpenScope scope = newScope(context, outer);
        try {
            ScopeListeners.opened(scope, context);
        } catch (RuntimeException e) {
            scope.closed();
            throw e;
        }
        SLOT.set(scope);
        if (CarriedScope.CARRIER != null) {
            scope.opened();
        }
        return scope;
    }

    private static OpenScope newScope(TelemetryContext context, @Nullable Object outer) {
        if (StrictScope.ENABLED) {
            return new StrictScope(context, outer);
        }
        return CarriedScope.CARRIER == null ? new OpenScope(context, outer) : new CarriedScope(context, outer);
    }

    /** What the slot of this thread holds. */
    static @Nullable Object held() {
        return SLOT.get();
    }

    /** Null is set rather than removed: the next read would make the removed entry again. */
    static void hold(@Nullable Object held) {
        SLOT.set(held);
    }

    private static TelemetryContext inherited(Object parked) {
        if (isVirtual(Thread.currentThread())) {
            // What was carried here came later than the thread.
            return CarriedScope.carriedOr(ParkedContext.unpark((@Nullable Object[]) parked));
        }
        // A platform thread was handed it by the JDK all the same. It does not inherit, so let go of the strings.
        SLOT.set(null);
        return CarriedScope.carriedOr(TelemetryContext.empty());
    }

    private static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            return false;
        }
    }

    /** {@code Thread.isVirtual()}, which JDK 17 does not have. */
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

        /** Runs on the parent's thread, while the child is built, and can't tell which kind of thread that will be. */
        @Override
        protected @Nullable Object childValue(@Nullable Object held) {
            if (held instanceof OpenScope scope) {
                return scope.context.isEmpty() ? null : scope.context.parked();
            }
            return held != null && isVirtual(Thread.currentThread()) ? held : null;
        }
    }
}
