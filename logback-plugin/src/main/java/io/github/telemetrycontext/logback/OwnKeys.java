package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.TelemetryField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.LoggingEvent;
import org.slf4j.event.SubstituteLoggingEvent;

/**
 * Which of the four fields the events in progress on a thread carry as key-value pairs of their own: all of them if the
 * event belongs to another thread. The filter tells, before the event exists; the adapter asks, when the event reads its
 * MDC, later or never.
 *
 * <p>Events nest: an argument whose {@code toString()} logs makes an event while the appenders work on another one. So
 * there is one set of fields for each nesting depth. The depth is the number of events in progress on the stack: for
 * each of them either the filters or the appenders are running. The stack is walked only if there is something to
 * remember, to look up or to forget.
 */
final class OwnKeys {

    private static final int BITS_PER_DEPTH = 4;
    private static final long FIELDS_OF_ONE_DEPTH = (1L << BITS_PER_DEPTH) - 1;
    private static final int DEPTHS = Long.SIZE / BITS_PER_DEPTH;

    private static final String LOGGER = "ch.qos.logback.classic.Logger";
    private static final String FILTERS = "ch.qos.logback.classic.spi.TurboFilterList";

    private static final StackWalker STACK = StackWalker.getInstance();

    /** Four bits for each depth, null if all are zero. Of a JDK type, so that no thread pins our class loader. */
    private final ThreadLocal<@Nullable Long> pending = new ThreadLocal<>();

    /** Whether any event ever had such a pair. A thread relies only on what it has written itself. Tests read it, too. */
    boolean used;

    static boolean isField(@Nullable String key) {
        return Keys.ALL.contains(key);
    }

    /**
     * To be called for each event, before it is made.
     *
     * @param event null if the event has no key-value pairs
     */
    void eventStarts(@Nullable LoggingEvent event) {
        int fields = event == null ? 0 : fieldsOf(event);
        if (fields == 0 && !used) {
            return;
        }
        Long before = pending.get();
        if (fields == 0 && before == null) {
            return;
        }
        used = true;
        int depth = position().depth;
        // Whatever was as deep as this event is over.
        set((before == null ? 0 : before & belowDepth(depth)) | shifted(fields, depth));
    }

    /**
     * To be called when an event reads its MDC, which it does once.
     *
     * @return a bit for each field, for {@link #removeAll}
     */
    int takeFieldsOfCurrentEvent() {
        if (!used) {
            return 0;
        }
        Long before = pending.get();
        if (before == null) {
            return 0;
        }
        Position position = position();
        if (!position.mayHavePairs) {
            return 0;
        }
        set(before & belowDepth(position.depth));
        return position.depth < DEPTHS ? (int) (before >>> (position.depth * BITS_PER_DEPTH) & FIELDS_OF_ONE_DEPTH) : 0;
    }

    boolean isPending() {
        return pending.get() != null;
    }

    static void removeAll(int fields, Map<String, ?> map) {
        for (int i = 0; i < Keys.ALL.size(); i++) {
            if ((fields & 1 << i) != 0) {
                map.remove(Keys.ALL.get(i));
            }
        }
    }

    private void set(long value) {
        // Null is set rather than removed: the next read would make the removed entry again.
        pending.set(value == 0 ? null : Long.valueOf(value));
    }

    /** Returns whether another thread logged the event than the one that passes it on, or the same one at another time. */
    static boolean isReplayed(LoggingEvent event) {
        String thread = event.getThreadName();
        return event instanceof SubstituteLoggingEvent || (thread != null && !isNameOfThisThread(thread));
    }

    /** An empty name identifies no thread: all virtual threads have it by default. */
    private static boolean isNameOfThisThread(String name) {
        return !name.isEmpty() && name.equals(Thread.currentThread().getName());
    }

    /** The fields that the telemetry context of this thread must not set. */
    private static int fieldsOf(LoggingEvent event) {
        if (isReplayed(event)) {
            return (int) FIELDS_OF_ONE_DEPTH;
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? 0 : fieldsIn(pairs);
    }

    private static int fieldsIn(List<KeyValuePair> pairs) {
        int fields = 0;
        for (int i = 0; i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            int index = pair == null ? -1 : Keys.ALL.indexOf(pair.key);
            if (index >= 0) {
                fields |= 1 << index;
            }
        }
        return fields;
    }

    /** Beyond the last depth nothing is remembered. */
    private static long shifted(int fields, int depth) {
        return depth < DEPTHS ? (long) fields << (depth * BITS_PER_DEPTH) : 0;
    }

    private static long belowDepth(int depth) {
        return depth < DEPTHS ? (1L << (depth * BITS_PER_DEPTH)) - 1 : -1;
    }

    private static Position position() {
        try {
            return STACK.walk(OwnKeys::position);
        } catch (InternalError e) {
            // JDK 25 says so if the stack, while it is walked, comes to its end in a call by reflection.
            throw endOfStackIn(e) ? new StackOverflowError("while the stack was walked") : e;
        }
    }

    private static boolean endOfStackIn(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause instanceof StackOverflowError || (cause != null && endOfStackIn(cause));
    }

    private static Position position(Stream<StackWalker.StackFrame> frames) {
        Position position = new Position();
        frames.forEach(frame -> position.add(frame.getClassName(), frame.getMethodName()));
        return position;
    }

    /** Apart, because the outer class is initialized without the core too. */
    private static final class Keys {

        /** A list that can be asked for null, too. */
        static final List<String> ALL = Stream.of(TelemetryField.values())
                .map(TelemetryField::key)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Where on the stack a call comes from, filled from the innermost frame outwards. */
    private static final class Position {

        int depth;

        /** Whether the innermost event came through the fluent API; true outside of any. */
        boolean mayHavePairs = true;

        private boolean callerOfInnermostAppendersIsNext;

        void add(String className, String method) {
            if (callerOfInnermostAppendersIsNext) {
                callerOfInnermostAppendersIsNext = false;
                mayHavePairs = className.equals(LOGGER) && method.equals("log");
            }
            if (className.equals(LOGGER) && method.equals("callAppenders")) {
                callerOfInnermostAppendersIsNext = depth == 0;
                depth++;
            } else if (className.equals(FILTERS)) {
                depth++;
            }
        }
    }
}
