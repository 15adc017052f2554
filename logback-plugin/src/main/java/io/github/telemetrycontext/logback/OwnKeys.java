package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.CallerData;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.LoggingEvent;
import org.slf4j.event.SubstituteLoggingEvent;

/**
 * Events that carry some of the four keys as key-value pairs, and so must not have these keys in their MDC.
 *
 * <p>Only turbo filters see the pairs before the event reads its MDC, and no filter learns when an event ends. A note for the
 * adapter could therefore reach another event: arguments may log while they are formatted, and some events never read their
 * MDC. So the filter makes such an event itself and gives it its MDC at once.
 */
final class OwnKeys {

    private OwnKeys() {}

    /** Returns whether another thread logged the event, or this thread logged it earlier. */
    static boolean isReplayed(LoggingEvent event) {
        String thread = event.getThreadName();
        return event instanceof SubstituteLoggingEvent || (thread != null && !isNameOfThisThread(thread));
    }

    /** An empty name identifies no thread: all virtual threads have it by default. */
    private static boolean isNameOfThisThread(String name) {
        return !name.isEmpty() && name.equals(Thread.currentThread().getName());
    }

    /** Returns the {@linkplain ContextFields fields} that the event carries itself, or all if another thread logged it. */
    static int of(LoggingEvent event, ContextFields fields) {
        if (isReplayed(event)) {
            return ContextFields.ALL;
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        int own = 0;
        if (pairs != null) {
            // Without an iterator, so that an event with other pairs allocates nothing.
            for (int i = 0; i < pairs.size(); i++) {
                KeyValuePair pair = pairs.get(i);
                int field = pair == null ? -1 : ContextFields.indexOf(pair.key);
                own |= field < 0 ? 0 : fields.present() & 1 << field;
            }
        }
        return own;
    }

    /** Makes an event as {@link Logger#log(LoggingEvent)} does, but with this MDC. */
    static ILoggingEvent eventOf(LoggingEvent event, Logger logger, @Nullable Map<String, @Nullable String> mdc) {
        String boundary = event.getCallerBoundary();
        ch.qos.logback.classic.spi.LoggingEvent made = new ch.qos.logback.classic.spi.LoggingEvent(
                boundary == null ? Logger.FQCN : boundary,
                logger,
                Level.convertAnSLF4JLevel(event.getLevel()),
                event.getMessage(),
                event.getThrowable(),
                event.getArgumentArray());
        List<Marker> markers = event.getMarkers();
        if (markers != null) {
            markers.forEach(made::addMarker);
        }
        made.setKeyValuePairs(event.getKeyValuePairs());
        made.setMDCPropertyMap(mdc);
        if (boundary == null) {
            // Later, the frames of the filter lie between the logger and its caller.
            LoggerContext context = logger.getLoggerContext();
            made.setCallerData(CallerData.extract(
                    new Throwable(), Logger.FQCN, context.getMaxCallerDataDepth(), context.getFrameworkPackages()));
        }
        return made;
    }
}
