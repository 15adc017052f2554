package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.telemetrycontext.TelemetryContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread whose stack comes to its end somewhere in a log call: the next events are as if nothing had been. */
class StackEndTest {

    /** How much room each of the calls needs is up to the compiler. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
    void nothingButTheErrorIsSeenAndTheNextEventsAreInOrder(String compiler, @TempDir Path directory) throws Exception {
        ForkedJvm run = ForkedJvm.runMain(directory, Program.class, ForkedJvm.BASE, List.of(compiler), List.of());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isZero();
        assertThat(run.out()).singleElement().asString().matches("20 threads, \\d{3,} log calls failed, 0 wrong");
    }

    /** A JVM of its own, because a class that is first needed where the stack ends may be broken for the rest of it. */
    @SuppressWarnings("try") // the scope is there to be closed
    static final class Program {

        private static final TelemetryContext OUTER =
                TelemetryContext.builder().sessionId("outer").modelId("granite").build();

        private final Fields out = new Fields();
        private final Logger log;

        /** Those whose log calls failed: in some of them it is the view of the context that could not be made. */
        private final List<TelemetryContext> failed = new ArrayList<>();

        private int wrong;

        private Program(LoggerContext logback) {
            TelemetryMdcAdapter.install(logback);
            out.setContext(logback);
            out.start();
            log = logback.getLogger("app");
            log.addAppender(out);
        }

        public static void main(String[] arguments) throws InterruptedException {
            Program program = new Program(new LoggerContext());
            int threads = 20;
            for (int i = 0; i < threads; i++) {
                int frames = i;
                Thread thread = new Thread(null, () -> program.run(frames), "deep", 200_000);
                thread.setUncaughtExceptionHandler((any, failure) -> program.isWrong(failure.toString()));
                thread.start();
                thread.join();
            }
            System.out.println(
                    threads + " threads, " + program.failed.size() + " log calls failed, " + program.wrong + " wrong");
        }

        private void run(int frames) {
            int before = failed.size();
            OUTER.wrap(() -> {
                        start(frames);
                        log.info("the same context");
                        expect(OUTER.toStringMap());
                        log.atInfo().addKeyValue("session_id", "own").log("the event's own key");
                        expect(Map.of("model_id", "granite"));
                    })
                    .run();
            for (TelemetryContext context : failed.subList(before, failed.size())) {
                context.wrap(() -> log.info("again")).run();
                expect(context.toStringMap());
            }
            log.info("outside");
            expect(Map.of());
        }

        /** Shifts by a few frames where on the stack everything after it is. */
        private void start(int frames) {
            if (frames == 0) {
                descend();
            } else {
                start(frames - 1);
            }
        }

        /** Goes as deep as it can, then logs on its way back, a bit further from the end each time, until it succeeds. */
        @SuppressWarnings("InfiniteRecursion") // its end is what is tested
        private boolean descend() {
            try {
                return descend();
            } catch (StackOverflowError expected) {
                return logs();
            }
        }

        private boolean logs() {
            TelemetryContext context =
                    OUTER.toBuilder().samplingIteration(failed.size()).build();
            failed.add(context);
            try (var scope = context.makeCurrent()) {
                log.info("plain");
                log.atInfo().addKeyValue("session_id", "own").log("fluent");
            }
            failed.remove(context);
            return true;
        }

        private void expect(Map<String, String> fields) {
            if (!out.seen.equals(fields)) {
                isWrong(out.seen + " instead of " + fields);
            }
        }

        private void isWrong(String what) {
            wrong++;
            System.out.println(what);
        }
    }

    /** Keeps the fields of the last event. */
    private static final class Fields extends AppenderBase<ILoggingEvent> {

        private Map<String, String> seen = Map.of();

        @Override
        protected void append(ILoggingEvent event) {
            seen = event.getMDCPropertyMap();
        }
    }
}
