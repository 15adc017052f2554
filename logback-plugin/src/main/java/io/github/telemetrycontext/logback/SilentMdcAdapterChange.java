package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import ch.qos.logback.core.status.StatusManager;
import java.lang.reflect.Field;
import java.util.List;
import org.slf4j.spi.MDCAdapter;

/**
 * Replaces a context's status manager while the adapter changes. {@link LoggerContext#setMDCAdapter} warns when there was an
 * adapter before, and a warning makes Logback print all its statuses. Only this status is held back.
 */
final class SilentMdcAdapterChange implements StatusManager {

    private final LoggerContext context;
    private final StatusManager manager;
    private final Thread changer = Thread.currentThread();

    private SilentMdcAdapterChange(LoggerContext context) {
        this.context = context;
        this.manager = context.getStatusManager();
    }

    static void run(LoggerContext context, MDCAdapter adapter) {
        SilentMdcAdapterChange change = new SilentMdcAdapterChange(context);
        context.setStatusManager(change);
        try {
            context.setMDCAdapter(adapter);
            if (context.getMDCAdapter() != adapter) {
                setField(context, adapter);
            }
        } finally {
            if (context.getStatusManager() == change) {
                context.setStatusManager(change.manager);
            }
        }
    }

    /** Logback 1.5.0 refuses to replace an adapter. */
    private static void setField(LoggerContext context, MDCAdapter adapter) {
        try {
            Field field = LoggerContext.class.getDeclaredField("mdcAdapter");
            field.setAccessible(true);
            field.set(context, adapter);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Logback does not accept another MDC adapter", e);
        }
    }

    @Override
    public void add(Status status) {
        boolean isTheWarning = status.getEffectiveLevel() > Status.INFO
                && status.getOrigin() == context
                && Thread.currentThread() == changer;
        if (!isTheWarning) {
            manager.add(status);
        }
    }

    @Override
    public List<Status> getCopyOfStatusList() {
        return manager.getCopyOfStatusList();
    }

    @Override
    public int getCount() {
        return manager.getCount();
    }

    @Override
    public boolean add(StatusListener listener) {
        return manager.add(listener);
    }

    @Override
    public void remove(StatusListener listener) {
        manager.remove(listener);
    }

    @Override
    public void clear() {
        manager.clear();
    }

    @Override
    public List<StatusListener> getCopyOfStatusListenerList() {
        return manager.getCopyOfStatusListenerList();
    }
}
