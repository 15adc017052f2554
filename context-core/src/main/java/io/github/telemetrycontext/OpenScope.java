package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.UnwindableScope;
import org.jspecify.annotations.Nullable;

/** A scope, and a link in the chain of those that are open on its thread. */
class OpenScope implements UnwindableScope {

    /** That of a closed scope. Where the stack had no room to take such a scope off its thread, it shows nothing. */
    static final TelemetryContext CLOSED = new TelemetryContext(null, null, null, null);

    TelemetryContext context;

    /** What the slot held before: the next outer scope, open or not, or what the slot holds where there is none. */
    final @Nullable Object outer;

    private final Thread opener;

    OpenScope(TelemetryContext context, @Nullable Object outer) {
        this.context = context;
        this.outer = outer;
        this.opener = Thread.currentThread();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // see isOpen(), whose call might not fit
    public final void close() {
        if (context == CLOSED) {
            return;
        }
        if (opener != Thread.currentThread()) {
            closedByAnotherThread(opener);
            return;
        }
        // First, in case that the stack comes to its end here.
        context = CLOSED;
        Object held = CurrentContext.held();
        // The stack may have come to its end while an inner scope was closing here.
        boolean inOrder = held == this || (held instanceof OpenScope inner && !inner.isOpen());
        if (inOrder) {
            CurrentContext.hold(firstOpen(held));
        }
        if (Carrier.INSTALLED != null) {
            CarriedScope.detach(inOrder ? held : this, inOrder ? CurrentContext.held() : outer);
        }
        try {
            ScopeListeners.closed(this);
        } finally {
            if (inOrder) {
                closed();
            } else {
                closedOutOfOrder();
            }
        }
    }

    @Override
    public final void unwind() {
        if (opener != Thread.currentThread()) {
            close();
            return;
        }
        boolean wasOpen = isOpen();
        TelemetryContext before = context;
        context = CLOSED;
        Object top = CurrentContext.held();
        if (!isIn(top)) {
            context = before;
            close();
            return;
        }
        CurrentContext.hold(firstOpen(outer));
        if (Carrier.INSTALLED != null) {
            CarriedScope.detach(top, CurrentContext.held());
        }
        try {
            if (wasOpen) {
                ScopeListeners.closed(this);
            }
        } finally {
            if (top == this) {
                closed();
            } else {
                unwoundWithOpenScopes(top);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // an empty context may be current as well
    final boolean isOpen() {
        return context != CLOSED;
    }

    /** Whether this is a link of the chain that starts there. */
    private boolean isIn(@Nullable Object chain) {
        Object next = chain;
        while (next != this && next instanceof OpenScope scope) {
            next = scope.outer;
        }
        return next == this;
    }

    /** The first that is open, of a scope and those around it; or what they lie in. */
    static @Nullable Object firstOpen(@Nullable Object held) {
        Object next = held;
        while (next instanceof OpenScope scope && !scope.isOpen()) {
            next = scope.outer;
        }
        return next;
    }

    /** Hook of strict mode. */
    void closed() {}

    /** Hook of strict mode. */
    void closedByAnotherThread(Thread opener) {}

    /** Hook of strict mode. */
    void closedOutOfOrder() {}

    /** Hook of strict mode. */
    void unwoundWithOpenScopes(@Nullable Object top) {}
}
