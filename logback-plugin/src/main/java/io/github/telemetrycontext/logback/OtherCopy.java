package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * Removes a copy of this library in another class loader from a logger context, such as the copy of an application before its
 * restart. Two copies would both add fields, and the class loader of the older one could not be collected.
 */
final class OtherCopy {

    private OtherCopy() {}

    /** Returns whether the object's class has the same name as the type, but another class loader. */
    static boolean isOf(Class<?> type, @Nullable Object object) {
        return object != null
                && object.getClass() != type
                && object.getClass().getName().equals(type.getName());
    }

    /** Returns the application's adapter, which the adapter of another copy wraps, or the given one. */
    static @Nullable MDCAdapter unwrapped(@Nullable MDCAdapter installed) {
        MDCAdapter adapter = installed;
        try {
            while (adapter != null && isOf(TelemetryMdcAdapter.class, adapter)) {
                adapter = (MDCAdapter) read("delegate", adapter);
            }
            return adapter;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // In a named module, for example. Then our adapter wraps the other one.
            return installed;
        }
    }

    /** Removes everything but the adapter and the filters that turn a level on. */
    static void removeFrom(LoggerContext context) {
        context.getTurboFilterList()
                .removeIf(filter -> isOf(TelemetryTurboFilter.class, filter) && !mayTurnLevelOn(filter));
        for (LoggerContextListener listener : context.getCopyOfListenerList()) {
            if (isOf(FilterReinstaller.class, listener)) {
                context.removeListener(listener);
            }
        }
        TypedEncoders.removeOtherCopy(context);
    }

    /** Returns true if in doubt. A filter without a level serves only the adapter of its copy. */
    private static boolean mayTurnLevelOn(TurboFilter filter) {
        try {
            return read("turnedOn", filter) != null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }

    /** Reads by reflection, because the object's class has another class loader. */
    private static @Nullable Object read(String field, Object object) throws ReflectiveOperationException {
        Field declared = object.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        return declared.get(object);
    }
}
