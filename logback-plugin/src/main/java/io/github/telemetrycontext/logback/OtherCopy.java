package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * Replaces what a copy of this library in another class loader has put into a logger context, such as the one of an
 * application before its restart. Two copies would both add fields, and the class loader of the older one would stay.
 */
final class OtherCopy {

    private OtherCopy() {}

    /** Returns whether this is an object of a class of the same name, of another class loader. */
    static boolean isOf(Class<?> type, @Nullable Object object) {
        return object != null
                && object.getClass() != type
                && object.getClass().getName().equals(type.getName());
    }

    /** Returns the application's adapter, which that of another copy wraps, or the given one. */
    static @Nullable MDCAdapter unwrapped(@Nullable MDCAdapter installed) {
        MDCAdapter adapter = installed;
        try {
            while (adapter != null && isOf(TelemetryMdcAdapter.class, adapter)) {
                // Its class is not ours, so there is no other way to it.
                Field delegate = adapter.getClass().getDeclaredField("delegate");
                delegate.setAccessible(true);
                adapter = (MDCAdapter) delegate.get(adapter);
            }
            return adapter;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // As in a named module. Then ours wraps the other one.
            return installed;
        }
    }

    /** Removes all but the adapter. */
    static void removeFrom(LoggerContext context) {
        context.getTurboFilterList().removeIf(filter -> isOf(TelemetryTurboFilter.class, filter));
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            if (isOf(FilterReturn.class, listener)) {
                context.removeListener(listener);
            }
        }
        MissingEncoder.watch(context);
    }
}
