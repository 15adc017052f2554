package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thread whose stack comes to its end somewhere in a log call: the next events are as if nothing had been. */
class StackEndTest {

    /** How much room each of the calls needs is up to the compiler. */
    @ParameterizedTest
    @CsvSource({
        "int, true",
        "int, false",
        "comp, true",
        "comp, false",
    })
    void nothingButTheErrorIsSeenAndTheNextEventsAreInOrder(String compiler, String injector, @TempDir Path directory)
            throws Exception {
        ForkedJvm.Result result = new ForkedJvm()
                .option(compiler.equals("int") ? "-Xint" : "-XX:TieredStopAtLevel=1")
                .property("telemetry.context.log4j2.injector", injector)
                .property("test.contextMap", System.getProperty("test.contextMap", "default"))
                .property("log4j2.statusLoggerLevel", "OFF")
                .run(directory, Program.class);

        // Log4j before 2.24 tells of failed appenders whatever the level.
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).last().asString().matches("20 threads, \\d{3,} log calls failed, 0 wrong");
        assertThat(result.exitValue()).isZero();
    }

    /** A JVM of its own, because a class that is first needed where the stack ends may be broken for the rest of it. */
    @SuppressWarnings("try") // the scope is there to be closed
    static final class Program {

        private static final TelemetryContext OUTER =
                TelemetryContext.builder().sessionId("outer").modelId("granite").build();

        private final LastLine out;
        private final Logger log;

        /** Those whose log calls failed: in some of them it is the view of the context that could not be made. */
        private final List<TelemetryContext> failed = new ArrayList<>();

        private int wrong;

        private Program(Log4j log4j) {
            out = new LastLine(log4j.out().getLayout());
            out.start();
            log4j.context().getConfiguration().getRootLogger().addAppender(out, null, null);
            log4j.context().getConfiguration().getRootLogger().removeAppender("out");
            log4j.context().updateLoggers();
            log = log4j.logger();
        }

        public static void main(String[] arguments) throws InterruptedException {
            int threads = 20;
            try (Log4j log4j = Log4j.startWithTemplate("""
                    {
                      "message": {"$resolver": "message"},
                      "llm": {"$resolver": "telemetryContext"},
                      "data": {"$resolver": "mdc"}
                    }""")) {
                Program program = new Program(log4j);
                // Log4j's own classes may be broken for good if they are first needed where the stack ends (2.26.1).
                ThreadContext.put("user", "u");
                program.log.info(new ParameterizedMessage("outside of {}", "scopes"));
                ThreadContext.clearAll();
                for (int i = 0; i < threads; i++) {
                    int frames = i;
                    Thread thread = new Thread(null, () -> program.run(frames), "deep", 200_000);
                    thread.setUncaughtExceptionHandler((any, failure) -> program.isWrong(failure.toString()));
                    thread.start();
                    thread.join();
                }
                System.out.println(threads + " threads, " + program.failed.size() + " log calls failed, "
                        + program.wrong + " wrong");
            }
        }

        private void run(int frames) {
            int before = failed.size();
            // Log4j counts what is under way on a thread. A count that begins where the stack ends may stay wrong for
            // good (2.20.0; 2.26.1 has the same code).
            logsAsExpected("first", TelemetryContext.empty());
            try (var scope = OUTER.makeCurrent()) {
                start(frames);
                logsAsExpected("the same context", OUTER);
            }
            for (TelemetryContext context : failed.subList(before, failed.size())) {
                try (var scope = context.makeCurrent()) {
                    logsAsExpected("again", context);
                }
            }
            logsAsExpected("outside", TelemetryContext.empty());
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

        /** Log4j keeps an error of an appender to itself. */
        private boolean logs() {
            TelemetryContext context =
                    OUTER.toBuilder().samplingIteration(failed.size()).build();
            failed.add(context);
            out.last = "";
            try (var scope = context.makeCurrent()) {
                log.info("deep");
            }
            if (out.last.isEmpty()) {
                throw new StackOverflowError("kept by Log4j");
            }
            failed.remove(context);
            return true;
        }

        private void logsAsExpected(String message, TelemetryContext context) {
            log.info(message);
            Map<String, Object> expected = context.isEmpty()
                    ? Map.of("message", message)
                    : Map.of("message", message, "llm", context.toMap(), "data", context.toStringMap());
            if (!Json.map(out.last).equals(expected)) {
                isWrong(out.last + " instead of " + expected);
            }
        }

        private void isWrong(String what) {
            wrong++;
            System.out.println(what);
        }
    }

    /** Keeps what the layout made last. */
    private static final class LastLine extends AbstractAppender {

        private String last = "";

        LastLine(Layout<?> layout) {
            super("last", null, layout, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            last = new String(getLayout().toByteArray(event), StandardCharsets.UTF_8);
        }
    }
}
