package io.github.telemetrycontext.recipes;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.telemetrycontext.TelemetryContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/** Runs the work of two users concurrently, and collects the ids in the log lines of each step. */
final class TwoSessions {

    /** The user whose ids a line has. */
    enum Ids {
        OWN,
        NONE,
        OTHER
    }

    /** Work that a user starts and waits for. */
    interface Work {
        void run(String user) throws Exception;
    }

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("app");
    private static final int ROUNDS = 20;

    /** Logs a line. Its message names the user whose ids it must have. */
    static void step(String user, String name) {
        LOG.info("{} {}", user, name);
    }

    /** Runs the work in a scope of each user, and returns the ids of each step. */
    static Map<String, Set<Ids>> run(Work work) throws Exception {
        return run((user, start) -> ids(user).run(() -> runUnchecked(start)), work);
    }

    /** Runs the work without a scope. The work sends the ids of a user itself, for example in headers. */
    static Map<String, Set<Ids>> runWithoutScope(Work work) throws Exception {
        return run((user, start) -> runUnchecked(start), work);
    }

    private interface Start {
        void run(String user, Callable<?> work);
    }

    private static Map<String, Set<Ids>> run(Start start, Work work) throws Exception {
        Lines lines = new Lines();
        lines.start();
        LOG.addAppender(lines);
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService users = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (String user : List.of("alice", "bob")) {
                done.add(users.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        together.await();
                        start.run(user, () -> {
                            work.run(user);
                            return user;
                        });
                    }
                    return user;
                }));
            }
            for (Future<?> user : done) {
                user.get();
            }
            return lines.idsOfSteps;
        } finally {
            users.shutdownNow();
            LOG.detachAppender(lines);
        }
    }

    static TelemetryContext.Builder ids(String user) {
        return TelemetryContext.builder().sessionId("s-" + user).requestId("r-" + user);
    }

    private static void runUnchecked(Callable<?> work) {
        try {
            work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the expected ids of steps that have the ids of their user. */
    static Map<String, Set<Ids>> carried(String... steps) {
        return all(Ids.OWN, steps);
    }

    /** Returns the expected ids of steps without ids. */
    static Map<String, Set<Ids>> lost(String... steps) {
        return all(Ids.NONE, steps);
    }

    private static Map<String, Set<Ids>> all(Ids ids, String... steps) {
        Map<String, Set<Ids>> all = new TreeMap<>();
        for (String step : steps) {
            all.put(step, EnumSet.of(ids));
        }
        return all;
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        final Map<String, Set<Ids>> idsOfSteps = new TreeMap<>();

        @Override
        protected void append(ILoggingEvent event) { // AppenderBase is synchronized
            String[] userAndStep = event.getFormattedMessage().split(" ", 2);
            Map<String, String> fields = event.getMDCPropertyMap();
            Ids ids = fields.isEmpty()
                    ? Ids.NONE
                    : fields.equals(Map.of("session_id", "s-" + userAndStep[0], "request_id", "r-" + userAndStep[0]))
                            ? Ids.OWN
                            : Ids.OTHER;
            idsOfSteps
                    .computeIfAbsent(userAndStep[1], step -> EnumSet.noneOf(Ids.class))
                    .add(ids);
        }
    }

    private TwoSessions() {}
}
