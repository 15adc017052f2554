package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import io.github.telemetrycontext.spi.DetachedContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entry of this library in an OpenTelemetry {@link Context}. It is an array of objects of the JDK and of
 * OpenTelemetry. So a context that is kept, or that stays on a thread, does not pin the class loader of this library.
 *
 * <p>OpenTelemetry ignores the close of a scope that is not its innermost one. The entry is then left behind: it
 * becomes current again when the scopes above it are closed. On other threads, to which it may have been carried, it
 * stays valid. So the entry notes the thread on which it is no longer valid, its replacement there, and its scope. The
 * next access tries again to close that scope.
 */
final class CarriedEntry {

    private static final ContextKey<@Nullable Object[]> KEY = ContextKey.named("telemetry-context");

    /** An entry starts with a {@link DetachedContext}. These elements follow. */
    private static final int LEFT_BEHIND_ON = DetachedContext.LENGTH;

    /** The context that has the entry, until the scope is closed or left behind. */
    private static final int ATTACHED = LEFT_BEHIND_ON;

    private static final int INSTEAD = LEFT_BEHIND_ON + 1;
    private static final int SCOPE = INSTEAD + 1;
    private static final int LENGTH = SCOPE + 1;

    /** The fields that were set before. Only for an entry that comes from a message. */
    private static final int OWN = LENGTH;

    /**
     * Whether any context has ever had an entry. Until then, this class does not ask OpenTelemetry for its current
     * context. The first call would fix the context storage, and OpenTelemetry would ignore wrappers that a framework
     * adds later. A thread that gets an entry from another thread also sees this value.
     */
    private static boolean used;

    private CarriedEntry() {}

    /** Links the classes that an entry needs, without creating one. */
    static void link() {
        DetachedContext.copyTo(new @Nullable Object[LENGTH], TelemetryContext.empty());
    }

    /** Returns the fields that a context carries and that are valid on this thread, or null. */
    static @Nullable TelemetryContext in(Context context) {
        return fields(countingHere(context.get(KEY)));
    }

    /** Returns the same as {@link #in}, without the fields that a message has brought. */
    static @Nullable TelemetryContext ownIn(Context context) {
        @Nullable Object @Nullable [] entry = countingHere(context.get(KEY));
        return entry != null && entry.length > OWN && entry[OWN] instanceof Object[] own
                ? DetachedContext.restore(own)
                : fields(entry);
    }

    /** Returns the fields that the current context carries, or null. */
    static @Nullable TelemetryContext inCurrentContext() {
        return used ? fields(current()) : null;
    }

    /** Returns a copy of the context with the given fields. Fields that are not among its own come from a message. */
    static Context into(Context context, TelemetryContext fields, TelemetryContext own) {
        used = true;
        @Nullable Object[] entry = new @Nullable Object[LENGTH + 1];
        DetachedContext.copyTo(entry, fields);
        entry[OWN] = DetachedContext.of(own);
        return context.with(KEY, entry);
    }

    @SuppressWarnings("MustBeClosedChecker") // the attachment closes it
    static Attachment attach(TelemetryContext context) {
        used = true;
        Context outer = Context.current();
        @Nullable Object @Nullable [] before = outer.get(KEY);
        if (before != null && isLeftBehindHere(before)) {
            before = current();
            outer = Context.current();
        }
        @Nullable Object[] entry = new @Nullable Object[LENGTH];
        DetachedContext.copyTo(entry, context);
        entry[INSTEAD] = before;
        Context attached = outer.with(KEY, entry);
        entry[ATTACHED] = attached;
        entry[SCOPE] = attached.makeCurrent();
        // Captures only the entry, because each scope creates one.
        return () -> detach(entry);
    }

    private static void detach(@Nullable Object[] entry) {
        if (!isGoneAfterClosing(entry)) {
            entry[LEFT_BEHIND_ON] = new WeakReference<>(Thread.currentThread());
        }
    }

    /** Returns the valid entry of the current context. Before, tries again to remove entries that were left behind. */
    private static @Nullable Object @Nullable [] current() {
        @Nullable Object @Nullable [] entry = Context.current().get(KEY);
        while (entry != null && isLeftBehindHere(entry) && isGoneAfterClosing(entry)) {
            entry = Context.current().get(KEY);
        }
        return countingHere(entry);
    }

    private static boolean isGoneAfterClosing(@Nullable Object[] entry) {
        if (entry[SCOPE] instanceof Scope scope) {
            Context closed = Context.current();
            // OpenTelemetry closes the scope of the current context. It may also close a scope under other open ones.
            boolean certain = closed == entry[ATTACHED];
            boolean onTop = certain || closed.get(KEY) == entry;
            scope.close();
            if (!certain && (!onTop || Context.current().get(KEY) == entry)) {
                return false;
            }
            Arrays.fill(entry, DetachedContext.LENGTH, LENGTH, null);
        }
        return true;
    }

    private static @Nullable Object @Nullable [] countingHere(@Nullable Object @Nullable [] entry) {
        @Nullable Object @Nullable [] counting = entry;
        while (counting != null && isLeftBehindHere(counting)) {
            counting = (@Nullable Object @Nullable []) counting[INSTEAD];
        }
        return counting;
    }

    private static boolean isLeftBehindHere(@Nullable Object[] entry) {
        return entry[LEFT_BEHIND_ON] instanceof WeakReference<?> thread && thread.get() == Thread.currentThread();
    }

    private static @Nullable TelemetryContext fields(@Nullable Object @Nullable [] entry) {
        return entry == null ? null : DetachedContext.restore(entry);
    }
}
