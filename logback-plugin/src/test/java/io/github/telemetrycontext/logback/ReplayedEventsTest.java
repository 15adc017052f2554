package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

/** Tests that an event for the log call of another thread never has the fields of the creating thread. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class ReplayedEventsTest {

    private static final TelemetryContext ALICE =
            TelemetryContext.builder().sessionId("s-alice").build();

    /** Accepts all events, so that Logback does not ask the filters after it. */
    private static final String ACCEPTS = "<turboFilter class='ch.qos.logback.classic.turbo.DynamicThresholdFilter'>"
            + "<Key>user</Key><DefaultThreshold>TRACE</DefaultThreshold><OnHigherOrEqual>ACCEPT</OnHigherOrEqual>"
            + "</turboFilter><turboFilter class='io.github.telemetrycontext.logback.TelemetryTurboFilter'/>";

    @Test
    void replayedEventsShowNoFieldsOfInitializingThread(@TempDir Path directory) throws Exception {
        assertThat(run("", directory))
                .containsExactly("bob [none]", "nobody [none]", "alice [s-alice]", "fluent [s-alice]", "later [s-bob]");
    }

    @Test
    void turnsOnNoLevelForReplayedEvents(@TempDir Path directory) throws Exception {
        assertThat(run(declared("DEBUG"), directory))
                .containsExactly(
                        "bob [none]",
                        "nobody [none]",
                        "alice [s-alice]",
                        "alice's debug [s-alice]",
                        "fluent [s-alice]",
                        "later [s-bob]");
    }

    @Test
    @Tag("logback-1.5.21")
    void showsNoFieldsWhenAnotherFilterHidesReplayedEvents(@TempDir Path directory) throws Exception {
        assertThat(run(ACCEPTS, directory))
                .containsExactly(
                        "bob [none]",
                        "nobody [none]",
                        "debug [none]",
                        "alice [s-alice]",
                        "alice's debug [s-alice]",
                        "fluent [s-alice]",
                        "later [s-bob]");
    }

    private static String declared(String level) {
        return "<turboFilter class='" + TelemetryTurboFilter.class.getName() + "'><sessionId>s-alice</sessionId><level>"
                + level + "</level></turboFilter>";
    }

    /** Returns the lines that {@link Initialization} prints. */
    private static List<String> run(String filters, Path directory) throws Exception {
        String appender = Xml.appender(
                "OUT", StartsBob.class, "<encoder><pattern>%msg [%mdc{session_id:-none}]%n</pattern></encoder>");
        Path file = Files.writeString(directory.resolve("logback.xml"), Xml.configuration(filters + appender, "OUT"));

        return Jvms.BASE
                .property("logback.configurationFile", file.toString())
                .run(Initialization.class)
                .out();
    }

    @Test
    @Tag("logback-1.5.21")
    void showsNoFieldsWhenApplicationReplaysRecordedEvents() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            LinkedBlockingQueue<SubstituteLoggingEvent> recorded = new LinkedBlockingQueue<>();
            SubstituteLogger substitute = new SubstituteLogger("test", recorded, false);
            substitute.info("recorded");
            substitute.setDelegate(logback.logger());
            logback.mdc.put("user", "u");

            ALICE.wrap(() -> {
                        recorded.forEach(substitute::log);
                        logback.logger().info("own");
                    })
                    .run();

            logback.mdc.clear();
            assertThat(logback.lines()).containsExactly("recorded [user=u] []", "own [session_id=s-alice, user=u] []");
        }
    }

    @Test
    @Tag("logback-1.5.21")
    void showsFieldsOnlyWhenEventNamesNoOtherThread() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            ALICE.wrap(() -> {
                        logback.logger().log(event(logback, "of nobody", null));
                        logback.logger()
                                .log(event(
                                        logback,
                                        "of this thread",
                                        Thread.currentThread().getName()));
                        logback.logger().log(event(logback, "of another thread", "another"));
                    })
                    .run();

            assertThat(logback.lines())
                    .containsExactly(
                            "of nobody [session_id=s-alice] []",
                            "of this thread [session_id=s-alice] []",
                            "of another thread [] []");
        }
    }

    /** Virtual threads have no name by default, so an empty name does not identify a thread. */
    @Test
    @Tag("logback-1.5.21")
    void showsNoFieldsWhenThreadNameIsEmpty() throws Exception {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            Thread unnamed = new Thread(
                    ALICE.wrap(() -> {
                        logback.logger().log(event(logback, "of an unnamed thread", ""));
                        logback.logger().info("own");
                        logback.logger().atInfo().log("own fluent");
                    }),
                    "");
            unnamed.start();
            unnamed.join();

            assertThat(logback.lines())
                    .containsExactly(
                            "of an unnamed thread [] []",
                            "own [session_id=s-alice] []",
                            "own fluent [session_id=s-alice] []");
        }
    }

    @Test
    @Tag("logback-1.5.21")
    void turnsOnNoLevelForEventsOfOtherThreads() {
        try (Logback logback =
                Logback.withPlugin().configure(Logback.TEXT.replace("<appender ", declared("INFO") + "<appender "))) {
            TelemetryTurboFilter declared = logback.filters().get(0);
            ALICE.wrap(() -> {
                        assertThat(declared.decide(logback.logger(), event(logback, "of nobody", null)))
                                .isEqualTo(FilterReply.ACCEPT);
                        assertThat(declared.decide(logback.logger(), event(logback, "of another thread", "another")))
                                .isEqualTo(FilterReply.DENY);
                    })
                    .run();
            // The filter has logged the event without fields.
            assertThat(logback.lines()).containsExactly("of another thread [] []");
        }
    }

    /** Logback's receivers pass events to appenders like this. */
    @Test
    void receivedEventsKeepTheirFields() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            Logger logger = logback.logger();
            ILoggingEvent received = TelemetryContext.builder()
                    .sessionId("s-bob")
                    .call(() -> LoggingEventVO.build(
                            new LoggingEvent(getClass().getName(), logger, Level.INFO, "received", null, null)));
            ILoggingEvent without = LoggingEventVO.build(
                    new LoggingEvent(getClass().getName(), logger, Level.INFO, "received without", null, null));

            ALICE.wrap(() -> {
                        logger.callAppenders(received);
                        logger.callAppenders(without);
                    })
                    .run();

            assertThat(logback.lines()).containsExactly("received [session_id=s-bob] []", "received without [] []");
        }
    }

    private static DefaultLoggingEvent event(Logback logback, String message, @Nullable String thread) {
        DefaultLoggingEvent event = new DefaultLoggingEvent(org.slf4j.event.Level.INFO, logback.logger()) {
            @Override
            @SuppressWarnings("NullAway") // SLF4J does not document that the name may be null
            public String getThreadName() {
                return thread;
            }
        };
        event.setMessage(message);
        return event;
    }

    /** Two threads log while SLF4J initializes: the initializing thread, and a thread that an appender waits for. */
    static final class Initialization {

        static final Thread BOB = new Thread(() -> {
            org.slf4j.Logger log = LoggerFactory.getLogger("other");
            TelemetryContext.with().sessionId("s-bob").run(() -> log.info("bob"));
            log.info("nobody");
            log.debug("debug");
        });

        private Initialization() {}

        public static void main(String[] arguments) throws Exception {
            try (var scope = ALICE.makeCurrent()) {
                org.slf4j.Logger log = LoggerFactory.getLogger("m");
                log.info("alice");
                log.debug("alice's debug");
                log.atInfo().log("fluent");
            }
            Thread later = new Thread(() -> TelemetryContext.with()
                    .sessionId("s-bob")
                    .run(() -> LoggerFactory.getLogger("other").info("later")));
            later.start();
            later.join();
        }
    }

    /** Waits in {@code start()} for a thread that logs. */
    public static final class StartsBob extends ConsoleAppender<ILoggingEvent> {

        @Override
        public void start() {
            super.start();
            Initialization.BOB.start();
            try {
                Initialization.BOB.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
