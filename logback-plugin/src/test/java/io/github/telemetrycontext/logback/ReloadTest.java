package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ConfigurationEvent.EventType;
import ch.qos.logback.core.status.Status;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import net.logstash.logback.encoder.LogstashEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs continuously on several threads while Logback is reconfigured repeatedly. During a reset, Logback 1.6.3 drops events.
 * Events that reach an appender must be correct.
 */
@ExtendWith(TelemetryContextExtension.class)
class ReloadTest {

    private static final int RELOADS = Integer.getInteger("reloads", 300);
    private static final int THREADS = 3;

    private static final String APPENDER = "<configuration>%s<appender name='OUT' class='" + Checked.class.getName()
            + "'><encoder class='" + LogstashEncoder.class.getName()
            + "'/></appender><root level='INFO'><appender-ref ref='OUT'/></root></configuration>";
    private static final String PLAIN = APPENDER.formatted("");
    private static final String WITH_FILTER =
            APPENDER.formatted("<turboFilter class='" + TelemetryTurboFilter.class.getName() + "'/>");

    private static final String SCANNED =
            PLAIN.replace("<configuration>", "<configuration scan='true' scanPeriod='5 milliseconds'>");

    @BeforeEach
    void forget() {
        Checked.accepted.set(0);
        Checked.doubled.set(0);
        Checked.wrong.clear();
    }

    @Test
    void keepsFieldsWithoutDuplicatesWhileReloading(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), SCANNED);
        try (Logback logback = Logback.withPlugin().configure(PLAIN)) {
            Semaphore configured = new Semaphore(0);
            logback.context.addConfigurationEventListener(event -> {
                if (event.getEventType() == EventType.CONFIGURATION_ENDED_SUCCESSFULLY) {
                    configured.release();
                }
            });
            TelemetryMdcAdapter adapter = (TelemetryMdcAdapter) logback.context.getMDCAdapter();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger logged = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(THREADS + 1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                Thread thread = new Thread(() -> {
                    try {
                        start.await(30, TimeUnit.SECONDS);
                        for (int n = 0; !over.get(); n++) {
                            log(logback.logger(), number, n);
                            logged.incrementAndGet();
                        }
                    } catch (Exception e) {
                        Checked.wrong.add(e.toString());
                    }
                });
                threads.add(thread);
                thread.start();
            }

            start.await(30, TimeUnit.SECONDS);
            for (int i = 0; i < RELOADS; i++) {
                awaitEvents(logged);
                switch (i % 4) {
                    case 0 -> logback.context.reset();
                    case 1 -> {
                        logback.context.stop();
                        logback.context.start();
                    }
                    case 2 -> TelemetryMdcAdapter.install(logback.context);
                    default -> {}
                }
                if (i % 4 != 2) {
                    logback.context.reset();
                    if (i % 4 == 3) {
                        logback.configureFile(file);
                        configured.drainPermits();
                        Files.setLastModifiedTime(
                                file, FileTime.from(Instant.now().plusSeconds(i)));
                        assertThat(configured.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
                    } else {
                        logback.configure(i % 8 < 4 ? WITH_FILTER : PLAIN);
                    }
                }
            }
            awaitEvents(logged);
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(Checked.accepted).hasValueGreaterThan(100 * RELOADS);
            assertThat(Checked.wrong).isEmpty();
            assertThat(Checked.doubled).hasValueLessThanOrEqualTo(RELOADS / 100);
            assertThat(logback.context.getMDCAdapter()).isSameAs(adapter);
            logback.logger().info("restores the filter");
            assertThat(logback.filters()).hasSize(1);
            assertThat(logback.context.getCopyOfListenerList()).isEmpty();
            assertThat(logback.problems()).noneMatch(ReloadTest::isOurs);
            // Logback warns about events without an appender or with a stopped appender.
            logback.context.getStatusManager().clear();
        }
    }

    private static boolean isOurs(Status status) {
        String origin =
                status.getOrigin() == null ? "" : status.getOrigin().getClass().getSimpleName();
        return origin.startsWith("Telemetry") || status.getMessage().contains("MDC");
    }

    /** Does not wait for appenders: in Logback 1.6.3, a list of appenders may lack a new one until the next change. */
    private static void awaitEvents(AtomicInteger logged) {
        int enough = logged.get() + 100;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (logged.get() < enough) {
            assertThat(System.nanoTime() - deadline)
                    .as("nanoseconds after the deadline")
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    private static void log(Logger log, int thread, int n) {
        TelemetryContext.with().sessionId("s-" + thread).samplingIteration(n).run(() -> {
            log.info("plain {} {}", thread, n);
            log.atInfo().addKeyValue("session_id", "own").log("fluent {} {}", thread, n);
        });
        log.info("outside");
    }

    /**
     * Compares the fields and the encoded line of an event with its message. Public for Logback, which creates an instance for
     * each configuration.
     */
    public static final class Checked extends OutputStreamAppender<ILoggingEvent> {

        private static final AtomicInteger accepted = new AtomicInteger();

        /** Counts events that show a field next to their own key, because the filter was missing when they were logged. */
        private static final AtomicInteger doubled = new AtomicInteger();

        private static final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        private static final Pattern TYPED_OR_TEXT = Pattern.compile("\"sampling_iteration\":\"?(\\d+)\"?[,}]");

        @Override
        public void start() {
            setOutputStream(OutputStream.nullOutputStream());
            super.start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            String[] words = (event.getFormattedMessage() + " ").split(" ", -1);
            Map<String, String> expected = switch (words[0]) {
                case "plain" -> Map.of("session_id", "s-" + words[1], "sampling_iteration", words[2]);
                case "fluent" -> Map.of("sampling_iteration", words[2]);
                default -> Map.of();
            };
            Map<String, String> fields = event.getMDCPropertyMap();
            if (!fields.equals(expected)) {
                Map<String, String> ownKeyTwice = new HashMap<>(expected);
                ownKeyTwice.put("session_id", "s-" + words[1]);
                if (words[0].equals("fluent") && fields.equals(ownKeyTwice)) {
                    doubled.incrementAndGet();
                } else {
                    wrong.add(event + " " + fields);
                }
            }
            checkLine(event, expected.get("sampling_iteration"));
            accepted.incrementAndGet();
        }

        /** The encoder writes the iteration as text until Logback has read the whole configuration. */
        private void checkLine(ILoggingEvent event, @Nullable String iteration) {
            String line;
            try {
                line = new String(getEncoder().encode(event), StandardCharsets.UTF_8);
            } catch (RuntimeException e) {
                if (!getEncoder().isStarted()) {
                    // A reset stops the encoder while other threads use it (9.0).
                    return;
                }
                line = e.toString();
            }
            boolean isRight = iteration == null
                    ? line.startsWith("{") && !line.contains("sampling_iteration")
                    : TYPED_OR_TEXT
                            .matcher(line)
                            .results()
                            .map(found -> found.group(1))
                            .toList()
                            .equals(List.of(iteration));
            if (!isRight) {
                wrong.add(line);
            }
        }
    }
}
