package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.helpers.NOPAppender;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.KeyValuePair;

/** Tests that a key-value pair of an event takes precedence over the field, for this event only. */
@ExtendWith(TelemetryContextExtension.class)
class KeyValuePrecedenceTest {

    private final Logback logback = Logback.withPlugin().configure(Logback.TEXT);
    private final Logger log = logback.logger();
    private final TelemetryContext.Scope scope =
            TelemetryContext.with().sessionId("s").modelId("m").open();

    @AfterEach
    void close() {
        scope.close();
        logback.close();
    }

    @Test
    void ownValueTakesPrecedenceForItsEventOnly() {
        log.info("before");
        log.atInfo().addKeyValue("session_id", "own").log("own");
        log.atInfo().addKeyValue("other", "x").log("after");

        assertThat(logback.lines())
                .containsExactly(
                        "before [session_id=s, model_id=m] []",
                        "own [model_id=m] [session_id=\"own\"]",
                        "after [session_id=s, model_id=m] [other=\"x\"]");
    }

    @Test
    void ownValueTakesPrecedenceForEveryField() {
        try (var inner =
                TelemetryContext.with().requestId("r").samplingIteration(1).open()) {
            assertThat(inner).isNotNull();
            for (String key : new String[] {"session_id", "request_id", "model_id", "sampling_iteration"}) {
                log.atInfo().addKeyValue(key, (Object) null).log(key);

                assertThat(logback.lastLine()).doesNotContain(key + "=s", key + "=r", key + "=m", key + "=1");
                assertThat(logback.lastLine().split("_id=|_iteration=", -1)).hasSize(5);
            }
        }
    }

    @Test
    void keepsMdcEntryWithSameKey() {
        logback.mdc.put("session_id", "mdc");
        log.atInfo().addKeyValue("session_id", "own").log("own");
        logback.mdc.clear();

        assertThat(logback.lines()).containsExactly("own [session_id=mdc, model_id=m] [session_id=\"own\"]");
    }

    @Test
    void eventWithUnreadMdcDoesNotAffectNextEvent() {
        Logger unread = loggerWith(new NOPAppender<>());
        unread.atInfo().addKeyValue("session_id", "own").log("unread");
        unread.atInfo().addKeyValue("session_id", "own").log("unread");

        log.info("plain");
        unread.atInfo().addKeyValue("session_id", "own").log("unread");
        log.atInfo().log("fluent");

        assertThat(logback.lines())
                .containsExactly("plain [session_id=s, model_id=m] []", "fluent [session_id=s, model_id=m] []");
    }

    @Test
    void earlierEventDoesNotAffectEventAcceptedByAnotherFilter() {
        Logger unread = loggerWith(new NOPAppender<>());
        unread.atInfo().addKeyValue("session_id", "own").log("unread");
        logback.context.getTurboFilterList().add(0, ForeignFilter.always(FilterReply.ACCEPT));

        log.info("plain");

        assertThat(logback.lines()).containsExactly("plain [session_id=s, model_id=m] []");
    }

    @Test
    void eventDeniedByLaterFilterDoesNotAffectNextEvent() {
        ForeignFilter denies = ForeignFilter.always(FilterReply.DENY);
        logback.context.addTurboFilter(denies);
        // Passes an event, because log.atInfo() would ask the filter first whether INFO is enabled.
        log.log(event("session_id"));
        logback.context.getTurboFilterList().remove(denies);

        log.info("plain");

        assertThat(logback.lines()).containsExactly("plain [session_id=s, model_id=m] []");
    }

    @Test
    void acceptingLaterFilterChangesNothing() {
        logback.context.addTurboFilter(ForeignFilter.always(FilterReply.ACCEPT));

        log.atInfo().addKeyValue("session_id", "own").log("own");

        assertThat(logback.lines()).containsExactly("own [model_id=m] [session_id=\"own\"]");
    }

    @Test
    void failingAppenderDoesNotAffectNextEvent() {
        Logger unread = loggerWith(new Throwing());

        assertThatThrownBy(
                        () -> unread.atInfo().addKeyValue("session_id", "own").log("unread"))
                .isInstanceOf(IllegalStateException.class);
        log.info("plain");

        assertThat(logback.lines()).containsExactly("plain [session_id=s, model_id=m] []");
    }

    @Test
    void allAppendersGetSameEvent() {
        MemoryAppender first = logback.appender("OUT", MemoryAppender.class);
        MemoryAppender second = new MemoryAppender();
        second.setContext(logback.context);
        second.setEncoder(first.getEncoder());
        second.start();
        log.addAppender(second);

        log.atInfo().addKeyValue("session_id", "own").log("own");

        assertThat(first.lines()).containsExactly("own [model_id=m] [session_id=\"own\"]");
        assertThat(second.lines()).isEqualTo(first.lines());
    }

    @Test
    void eventWithOwnKeyIsOtherwiseEqualToLogbacksEvent() {
        ListAppender<ILoggingEvent> out = new ListAppender<>();
        Logger listed = loggerWith(out);
        Marker marker = MarkerFactory.getMarker("MARKER");
        Exception failure = new IllegalStateException("on purpose");
        for (String key : List.of("other", "session_id")) {
            listed.atWarn()
                    .addMarker(marker)
                    .setCause(failure)
                    .addArgument("a")
                    .addKeyValue(key, "v")
                    .log("message {}");
        }

        assertThat(out.list)
                .extracting(
                        ILoggingEvent::getMDCPropertyMap,
                        event -> event.getKeyValuePairs().get(0).key)
                .containsExactly(
                        tuple(Map.of("session_id", "s", "model_id", "m"), "other"),
                        tuple(Map.of("model_id", "m"), "session_id"));
        assertThat(out.list.get(1))
                .usingRecursiveComparison()
                .ignoringFields(
                        "keyValuePairs", "mdcPropertyMap", "instant", "timeStamp", "nanoseconds", "callerDataArray")
                .isEqualTo(out.list.get(0));
    }

    @Test
    void keepsCallerDataOfLogStatement() {
        List<StackTraceElement> callers = new ArrayList<>();
        Logger located = loggerWith(new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                callers.add(event.getCallerData()[0]);
            }
        });
        for (String key : List.of("other", "session_id")) {
            callers.clear();
            located.atInfo().addKeyValue(key, "v").log("fluent");
            located.log(event(key));

            assertThat(callers)
                    .extracting(StackTraceElement::getClassName, StackTraceElement::getMethodName)
                    .containsOnly(tuple(getClass().getName(), "keepsCallerDataOfLogStatement"))
                    .hasSize(2);
        }
    }

    @Test
    void callsLaterFilterOncePerEvent() {
        List<String> asked = new ArrayList<>();
        logback.context.addTurboFilter(new ForeignFilter(message -> {
            asked.add(message);
            return FilterReply.NEUTRAL;
        }));

        log.log(event("other"));
        log.log(event("session_id"));

        assertThat(asked).containsExactly("event", "event");
        assertThat(logback.lines())
                .containsExactly(
                        "event [session_id=s, model_id=m] [other=\"own\"]", "event [model_id=m] [session_id=\"own\"]");
    }

    @Test
    void filterLogsEventOnce() {
        assertThat(logback.filters().get(0).decide(log, event("session_id"))).isEqualTo(FilterReply.DENY);
        assertThat(logback.filters().get(0).decide(log, event("request_id"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(logback.lines()).containsExactly("event [model_id=m] [session_id=\"own\"]");
    }

    /** A limitation: turbo filters don't see such events. A setting of kotlin-logging creates them. */
    @Test
    void eventThatBypassesFiltersShowsOwnKeyTwice() {
        LoggingEvent event = new LoggingEvent("", log, Level.INFO, "direct", null, null);
        event.addKeyValuePair(new KeyValuePair("session_id", "own"));

        log.callAppenders(event);

        assertThat(logback.lines()).containsExactly("direct [session_id=s, model_id=m] [session_id=\"own\"]");
    }

    @Test
    void keepsKeysOfThreadsSeparate() throws Exception {
        int threads = 4;
        int rounds = 200;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String id = "t-" + i;
            done.add(pool.submit(() -> TelemetryContext.builder()
                    .sessionId(id)
                    .modelId(id)
                    .run(() -> {
                        for (int round = 0; round < rounds; round++) {
                            log.atInfo().addKeyValue("session_id", "own-" + id).log(id);
                            log.info(id);
                        }
                    })));
        }
        for (Future<?> each : done) {
            each.get();
        }
        pool.shutdown();

        assertThat(logback.lines()).hasSize(2 * threads * rounds);
        for (int i = 0; i < threads; i++) {
            String id = "t-" + i;
            assertThat(logback.lines().stream().filter(line -> line.startsWith(id)))
                    .containsOnly(
                            id + " [model_id=" + id + "] [session_id=\"own-" + id + "\"]",
                            id + " [session_id=" + id + ", model_id=" + id + "] []");
        }
    }

    @Test
    void staysNeutralForBrokenEvent() {
        DefaultLoggingEvent broken = new DefaultLoggingEvent(org.slf4j.event.Level.INFO, log) {
            @Override
            public List<KeyValuePair> getKeyValuePairs() {
                throw new IllegalStateException("broken");
            }
        };

        assertThat(logback.filters().get(0).decide(log, broken)).isEqualTo(FilterReply.NEUTRAL);
    }

    private Logger loggerWith(Appender<ILoggingEvent> appender) {
        appender.start();
        Logger logger = logback.context.getLogger("unread");
        logger.setAdditive(false);
        logger.addAppender(appender);
        return logger;
    }

    private DefaultLoggingEvent event(String key) {
        DefaultLoggingEvent event = new DefaultLoggingEvent(org.slf4j.event.Level.INFO, log);
        event.setMessage("event");
        event.addKeyValue(key, "own");
        return event;
    }

    /** Throws in doAppend, because AppenderBase catches the exceptions of append. */
    private static final class Throwing extends AppenderBase<ILoggingEvent> {

        @Override
        public synchronized void doAppend(ILoggingEvent event) {
            throw new IllegalStateException("appender is broken");
        }

        @Override
        protected void append(ILoggingEvent event) {}
    }
}
