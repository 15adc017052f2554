package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Installs the adapter and the filter in a logger context. */
final class Installation {

    private static final Object LOCK = new Object();

    private Installation() {}

    /** Returns the installed adapter, or null if nothing can be installed, or not yet. */
    static @Nullable TelemetryMdcAdapter install(LoggerContext context) {
        TelemetryMdcAdapter adapter = installAdapter(context);
        if (adapter != null || isTooEarly(context)) {
            FilterReinstaller.install(context);
        }
        return adapter;
    }

    /**
     * Before Logback 1.5.17, a context gets its adapter after its configuration. It would replace ours, so the filter installs ours
     * with the first event.
     */
    static boolean isTooEarly(LoggerContext context) {
        return !SupportedLogback.isTooOld() && context.getMDCAdapter() == null && Slf4jInitialization.isRunning();
    }

    /** Installs only the adapter, not the filter. Returns the same as {@link #install}. */
    static @Nullable TelemetryMdcAdapter installAdapter(LoggerContext context) {
        Objects.requireNonNull(context, "context");
        synchronized (LOCK) {
            try {
                if (SupportedLogback.isTooOld()) {
                    throw new UnsupportedOperationException(SupportedLogback.NAME);
                }
                @Nullable MDCAdapter installed = context.getMDCAdapter();
                if (installed instanceof TelemetryMdcAdapter adapter) {
                    return adapter;
                }
                // If the core lacks a class or a method that events need, this fails here, where it is reported. It is
                // not too early for a carrier, which asks its framework only after a scope has been opened.
                TelemetryContext.current();
                ContextFields.of(TelemetryContext.builder().sessionId("any").build());
                if (isTooEarly(context)) {
                    return null;
                }
                @Nullable MDCAdapter users = OtherCopy.unwrapped(installed);
                TelemetryMdcAdapter adapter =
                        new TelemetryMdcAdapter(context, users == null ? adapterOfSlf4j() : users);
                SilentMdcAdapterChange.run(context, adapter);
                if (OtherCopy.isOf(TelemetryMdcAdapter.class, installed)) {
                    OtherCopy.removeFrom(context);
                }
                TypedEncoders.install(context);
                return adapter;
            } catch (RuntimeException | LinkageError e) {
                DisabledStatus.add(context, e);
                return null;
            }
        }
    }

    static MDCAdapter adapterOfSlf4j() {
        @Nullable MDCAdapter adapter = MDC.getMDCAdapter();
        return adapter == null || adapter instanceof NOPMDCAdapter ? new LogbackMDCAdapter() : adapter;
    }
}
