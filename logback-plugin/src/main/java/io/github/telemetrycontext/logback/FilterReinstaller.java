package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.TurboFilterList;

/**
 * Ensures that a logger context has a {@link TelemetryTurboFilter}, also after a reset.
 *
 * <p>A reset stops the filters, removes them, notifies the listeners, and removes the listeners that do not resist a reset. So a
 * stopping filter adds this listener, which the same reset removes. This also works after {@code LoggerContext.stop()}, which
 * removes all listeners.
 */
final class FilterReinstaller implements LoggerContextListener {

    private static final Object LOCK = new Object();

    private FilterReinstaller() {}

    /** Puts a filter in front of all others if there is none, and removes it again if the configuration declares one. */
    static void install(LoggerContext context) {
        synchronized (LOCK) {
            TurboFilterList filters = context.getTurboFilterList();
            if (filters.stream().anyMatch(filter -> filter instanceof TelemetryTurboFilter own && !own.isAutomatic())) {
                removeAutomaticFilter(context);
            } else if (filters.stream().noneMatch(TelemetryTurboFilter.class::isInstance)) {
                filters.add(0, TelemetryTurboFilter.automatic(context));
            }
        }
    }

    static void removeAutomaticFilter(LoggerContext context) {
        synchronized (LOCK) {
            context.getTurboFilterList()
                    .removeIf(filter -> filter instanceof TelemetryTurboFilter own && own.isAutomatic());
        }
    }

    static void installAfterReset(LoggerContext context) {
        if (context.getCopyOfListenerList().stream().noneMatch(FilterReinstaller.class::isInstance)) {
            context.addListener(new FilterReinstaller());
        }
    }

    @Override
    public boolean isResetResistant() {
        return false;
    }

    @Override
    public void onReset(LoggerContext context) {
        install(context);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
