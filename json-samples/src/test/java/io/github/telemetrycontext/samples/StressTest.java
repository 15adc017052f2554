package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With a thousand sessions on the same threads, no line is lost, and each line has exactly the fields of its own work.
 */
class StressTest {

    /** The minimum number of events of each run. */
    private static final int EVENTS = Integer.getInteger("stress.events", 10_000);

    private static final int EVENTS_PER_ROUND = StressProgram.SESSIONS * StressHop.eventsPerRound();

    enum Delivery {
        LOG4J2_SYNC(Framework.LOG4J2, "classpath:stress/log4j2.xml"),
        LOG4J2_ASYNC(Framework.LOG4J2, "classpath:stress/log4j2.xml"),
        LOGBACK_SYNC(Framework.LOGBACK, "stress/logback.xml"),
        LOGBACK_ASYNC(Framework.LOGBACK, "stress/logback-async.xml");

        final Framework framework;
        final String configuration;

        Delivery(Framework framework, String configuration) {
            this.framework = framework;
            this.configuration = configuration;
        }

        ForkedJvm jvm(int events) {
            // Uses all compilers, as production does.
            ForkedJvm jvm = new ForkedJvm()
                    .options("-XX:TieredStopAtLevel=4")
                    .property(framework.label() + ".configurationFile", configuration);
            if (this != LOG4J2_ASYNC) {
                return jvm;
            }
            // The buffer has room for all events. With a full buffer and several threads, Log4j 2.26.1 with Disruptor
            // 4.0.0 drops events without a message. This test is not about the queues of the frameworks.
            return jvm.property(
                            "log4j2.contextSelector", "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector")
                    .property("log4j2.asyncLoggerRingBufferSize", Integer.toString(2 * Integer.highestOneBit(events)));
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void eachOfThousandSessionsHasItsFieldsInEveryLine(Delivery delivery) throws IOException {
        int rounds = (EVENTS - 1) / EVENTS_PER_ROUND + 1;
        int events = rounds * EVENTS_PER_ROUND;

        Run run = run(delivery, rounds, true);

        StressTally tally = run.tally();
        assertThat(tally.mismatches()).as("mismatches in %s", tally).isEmpty();
        assertThat(tally.lost()).as("lost of %s", tally).isZero();
        assertThat(tally.unreadable()).as("unreadable of %s", tally).isZero();
        assertThat(tally.repeated()).as("repeated of %s", tally).isZero();
        assertThat(tally.lines()).isEqualTo(events);
        assertThat(tally.events())
                .isEqualTo(Arrays.stream(StressHop.values())
                        .collect(Collectors.toMap(hop -> hop, hop -> hop.events * rounds * StressProgram.SESSIONS)));
        assertThat(run.number("threadsWithContext")).isZero();
        assertThat(run.number("asyncThreads"))
                .as("threads of the framework that write lines")
                .isEqualTo(delivery.name().endsWith("_ASYNC") ? 1 : 0);
        assertThat(run.number("virtualThreads"))
                .isEqualTo(
                        Runtime.version().feature() >= 21
                                ? (long) StressHop.VIRTUAL_THREADS * StressProgram.SESSIONS * rounds
                                : 0);
        if (EVENTS >= 1_000_000) {
            System.out.printf(
                    "%s: %d events, %d events/s%n",
                    delivery, events, events * TimeUnit.SECONDS.toNanos(1) / run.number("nanos"));
        }
    }

    /** Checks that the test compares fields, and that each kind of work loses them without propagation. */
    @ParameterizedTest
    @EnumSource(names = {"LOG4J2_SYNC", "LOGBACK_SYNC"})
    void eachKindOfWorkHasWrongFieldsWithoutPropagation(Delivery delivery) throws IOException {
        Run run = run(delivery, 1, false);

        StressTally tally = run.tally();
        assertThat(tally.lost()).as("lost of %s", tally).isZero();
        assertThat(tally.mismatches().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(StressHop.values())
                        .filter(hop -> hop != StressHop.SESSION)
                        .toList());
        assertThat(run.number("threadsWithContext")).isPositive();
    }

    private record Run(StressTally tally, Properties report) {

        long number(String key) {
            return Long.parseLong(report.getProperty(key));
        }
    }

    private Run run(Delivery delivery, int rounds, boolean carried) throws IOException {
        int events = rounds * EVENTS_PER_ROUND;
        Path log = folder.resolve("stress.jsonl");
        ForkedJvm jvm = delivery.jvm(events).property("stress.log", log.toString());
        if (!carried) {
            jvm = jvm.property("telemetry.context.inherit", "never");
        }

        Result child = jvm.run(
                StressProgram.class, delivery.framework.name(), Integer.toString(rounds), Boolean.toString(carried));

        assertThat(child.err()).isEmpty();
        assertThat(child.exitValue()).isZero();
        Properties report = new Properties();
        report.load(new StringReader(String.join("\n", child.out())));
        return new Run(StressTally.of(log, events), report);
    }
}
