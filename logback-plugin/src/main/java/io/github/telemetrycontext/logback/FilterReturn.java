package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;

/**
 * Brings the filter back within the reset that removes it. A reset stops the filters, forgets them, tells the listeners,
 * and forgets those that do not resist a reset. So a stopping filter adds this listener, which lives just long enough.
 * It works after {@code LoggerContext.stop()} too, which forgets all listeners.
 */
final class FilterReturn implements LoggerContextListener {

    private FilterReturn() {}

    static void afterReset(LoggerContext context) {
        if (context.getCopyOfListenerList().stream().noneMatch(FilterReturn.class::isInstance)) {
            context.addListener(new FilterReturn());
        }
    }

    @Override
    public boolean isResetResistant() {
        return false;
    }

    @Override
    public void onReset(LoggerContext context) {
        TelemetryTurboFilter.installInto(context);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
