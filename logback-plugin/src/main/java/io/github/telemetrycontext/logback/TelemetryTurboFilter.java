package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.telemetrycontext.TelemetryContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.LoggingEvent;

/**
 * Adds two features that an MDC adapter cannot provide: precedence of key-value pairs, and levels for one session,
 * request or model.
 *
 * <p>A key-value pair of an event takes precedence over the field with its key. An example is {@code
 * log.atInfo().addKeyValue("session_id", …)}. The filter leaves the field out of the event's MDC, so no layout sees the
 * key twice. One such filter is installed by default.
 *
 * <p>A filter that the configuration declares can turn on a level for the events of one context:
 *
 * <pre>{@code
 * <turboFilter class="io.github.telemetrycontext.logback.TelemetryTurboFilter">
 *   <sessionId>s-42</sessionId>
 *   <level>DEBUG</level>
 * </turboFilter>
 * }</pre>
 *
 * <p>{@code requestId} and {@code modelId} are conditions too. An event must meet all given conditions. Only the
 * telemetry context counts, not the MDC. All other events are left to the other filters and to the logger's level: this
 * filter drops no event. A declared filter replaces the default one, and its {@link #start()} installs the adapter.
 * Declare it before other turbo filters. If one of them accepts an event, the filters after it do not see the event.
 *
 * <p>Configure the filter on one thread, then use it on any number of threads. Without a level, a call costs one check
 * of a field.
 */
public final class TelemetryTurboFilter extends TurboFilter {

    private @Nullable String sessionId;
    private @Nullable String requestId;
    private @Nullable String modelId;
    private @Nullable String level;

    /** Null unless {@link #start()} found a level and a condition. */
    private volatile @Nullable Level turnedOn;

    private volatile @Nullable TelemetryMdcAdapter adapter;

    /** Whether it was too early to install the adapter. The first event then installs it. */
    private boolean waiting;

    private boolean automatic;

    /** Makes a filter that turns nothing on. Set its context and its properties, then start it. */
    public TelemetryTurboFilter() {}

    /** Makes and starts a filter that no configuration declares. */
    static TelemetryTurboFilter automatic(LoggerContext context) {
        TelemetryTurboFilter filter = new TelemetryTurboFilter();
        filter.automatic = true;
        filter.setContext(context);
        filter.start();
        return filter;
    }

    boolean isAutomatic() {
        return automatic;
    }

    /**
     * Sets the session whose events get the level.
     *
     * @param sessionId the value of {@code session_id}; null for any
     */
    public void setSessionId(@Nullable String sessionId) {
        this.sessionId = sessionId;
    }

    /**
     * Sets the request whose events get the level.
     *
     * @param requestId the value of {@code request_id}; null for any
     */
    public void setRequestId(@Nullable String requestId) {
        this.requestId = requestId;
    }

    /**
     * Sets the model whose events get the level.
     *
     * @param modelId the value of {@code model_id}; null for any
     */
    public void setModelId(@Nullable String modelId) {
        this.modelId = modelId;
    }

    /**
     * Sets the lowest level that is turned on.
     *
     * @param level the name of a level of Logback, in any case; null to turn nothing on
     */
    public void setLevel(@Nullable String level) {
        this.level = level;
    }

    /**
     * Installs the adapter and checks the properties. An invalid property is reported as an error status, and the filter then
     * turns nothing on.
     */
    @Override
    public void start() {
        turnedOn = checkedLevel();
        if (getContext() instanceof LoggerContext context) {
            installAdapter(context);
            waiting = adapter == null && Installation.isTooEarly(context);
            if (!automatic) {
                FilterReinstaller.removeAutomaticFilter(context);
            }
        } else {
            addError("TelemetryTurboFilter needs a LoggerContext to put the telemetry fields into its events, but has "
                    + getContext() + ": call setContext(loggerContext) before start()");
        }
        super.start();
    }

    private void installAdapter(LoggerContext context) {
        TelemetryMdcAdapter installed = Installation.installAdapter(context);
        if (installed != null) {
            adapter = installed;
        }
    }

    private @Nullable Level checkedLevel() {
        boolean hasCondition = sessionId != null || requestId != null || modelId != null;
        if (level == null) {
            if (hasCondition) {
                addError("TelemetryTurboFilter has a condition " + conditions()
                        + " but no level to turn on: add <level>DEBUG</level>, or remove the condition");
            }
            return null;
        }
        Level parsed = Level.toLevel(level.trim(), null);
        if (parsed == null || parsed == Level.OFF) {
            addError("TelemetryTurboFilter can't turn on the level [" + level
                    + "]: use one of TRACE, DEBUG, INFO, WARN, ERROR, ALL");
            return null;
        }
        if (!hasCondition) {
            addError("TelemetryTurboFilter has the level " + parsed
                    + " but no condition: add <sessionId>, <requestId> or <modelId>,"
                    + " or set the level on a logger to turn it on for all events");
            return null;
        }
        return parsed;
    }

    private String conditions() {
        return "[sessionId=" + sessionId + ", requestId=" + requestId + ", modelId=" + modelId + "]";
    }

    /** Stops the filter. The reset of a context calls this method and removes all turbo filters: the reset then adds one again. */
    @Override
    public void stop() {
        super.stop();
        if ((adapter != null || waiting) && getContext() instanceof LoggerContext context) {
            try {
                // If another copy of this library has replaced the adapter, the reset must not undo that.
                if (!OtherCopy.isOf(TelemetryMdcAdapter.class, context.getMDCAdapter())) {
                    FilterReinstaller.installAfterReset(context);
                }
            } catch (LinkageError e) {
                // The class loader is closed: the application has ended, but a shared Logback runs on.
            }
        }
    }

    /**
     * Turns the level on for the events of the configured context.
     *
     * @return {@code ACCEPT} for these events, {@code NEUTRAL} for all others
     */
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable throwable) {
        if (waiting) {
            installLate();
        }
        return decide(level);
    }

    /**
     * Turns the level on for events of the fluent API and for replayed events.
     *
     * <p>The MDC must not have a field that the event carries itself. If another thread logged the event, the MDC must
     * not have any field. For such an event, this method asks the filters after this one, makes an event with the right
     * MDC, and passes it to the appenders.
     *
     * @return {@code ACCEPT} for the events of the configured context, {@code DENY} for an event that this method has passed
     *     to the appenders or that a later filter denies, {@code NEUTRAL} for all others
     */
    @Override
    public FilterReply decide(Logger logger, LoggingEvent event) {
        TelemetryMdcAdapter installed = adapter;
        if (installed == null) {
            return FilterReply.NEUTRAL;
        }
        FilterReply reply;
        int ownFields;
        try {
            reply = OwnKeys.isReplayed(event)
                    ? FilterReply.NEUTRAL
                    : decide(Level.convertAnSLF4JLevel(event.getLevel()));
            ownFields = installed.ownFieldsOf(event);
        } catch (RuntimeException | LinkageError e) {
            // The event is broken, or the class loader is closed. The log call must not fail because of that.
            return FilterReply.NEUTRAL;
        }
        if (ownFields == 0) {
            return reply;
        }
        if (reply == FilterReply.ACCEPT || !isDeniedLater(logger, event)) {
            logger.callAppenders(OwnKeys.eventOf(event, logger, installed.propertyMapWithout(ownFields)));
        }
        return FilterReply.DENY;
    }

    /** Asks the filters after this one, as Logback does. */
    private boolean isDeniedLater(Logger logger, LoggingEvent event) {
        boolean later = false;
        for (TurboFilter filter : logger.getLoggerContext().getTurboFilterList()) {
            FilterReply reply = later ? filter.decide(logger, event) : FilterReply.NEUTRAL;
            if (reply != FilterReply.NEUTRAL) {
                return reply == FilterReply.DENY;
            }
            later |= filter == this;
        }
        return false;
    }

    private void installLate() {
        if (getContext() instanceof LoggerContext context && context.getMDCAdapter() != null) {
            waiting = false;
            installAdapter(context);
        }
    }

    private FilterReply decide(Level level) {
        Level threshold = turnedOn;
        // Without an adapter, nothing has been installed: the core may be missing.
        TelemetryMdcAdapter installed = adapter;
        return threshold != null
                        && installed != null
                        && level.isGreaterOrEqual(threshold)
                        && !installed.isReplaying()
                        && matches(TelemetryContext.current())
                ? FilterReply.ACCEPT
                : FilterReply.NEUTRAL;
    }

    private boolean matches(TelemetryContext context) {
        return (sessionId == null || sessionId.equals(context.sessionId()))
                && (requestId == null || requestId.equals(context.requestId()))
                && (modelId == null || modelId.equals(context.modelId()));
    }
}
