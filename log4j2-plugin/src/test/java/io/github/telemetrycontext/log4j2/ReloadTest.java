package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.Reconfigurable;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logs continuously on several threads while Log4j is reconfigured repeatedly. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class ReloadTest {

    private static final int RELOADS = Integer.getInteger("reloads", 300) / (JvmMode.IS_PLAIN ? 1 : 10);
    private static final int THREADS = 3;

    /**
     * Limits pending events to half of the queue of asynchronous loggers. With Disruptor 4, Log4j 2.26.1 drops events when
     * several threads wait for space in the queue.
     */
    private static final Semaphore IN_FLIGHT = new Semaphore(64);

    @TempDir
    private Path directory;

    @Test
    void keepsEventsAndFieldsWhileReloading() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger logged = new AtomicInteger();
        List<Integer> counts;
        try (Log4j log4j = Log4j.start(configuration())) {
            int[] each = new int[THREADS];
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                Thread thread = new Thread(() -> {
                    while (!over.get()) {
                        log(log4j.logger(), number, each[number]++);
                        logged.incrementAndGet();
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (int i = 0; i < RELOADS; i++) {
                int enough = logged.get() + 20;
                while (logged.get() < enough) {
                    Thread.onSpinWait();
                }
                // The watcher of the file calls this method.
                log4j.context().onChange((Reconfigurable) log4j.context().getConfiguration());
            }
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            counts = IntStream.of(each).boxed().toList();
        }

        int[] seen = new int[THREADS];
        for (String line : Files.readAllLines(directory.resolve("out.log"))) {
            Map<String, Object> event = Json.map(line);
            List<String> message = List.of(String.valueOf(event.get("message")).split(" ", -1));
            int thread = Integer.parseInt(message.get(0));
            int n = seen[thread]++;
            Map<String, Object> expected = new HashMap<>(Map.of("message", thread + " " + n));
            if (n % 2 == 0) {
                expected.put("session_id", "s-" + thread);
                expected.put("sampling_iteration", n);
            }
            assertThat(event).isEqualTo(expected);
        }
        assertThat(seen)
                .containsExactly(counts.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void log(Logger log, int thread, int n) {
        IN_FLIGHT.acquireUninterruptibly();
        String message = thread + " " + n;
        if (n % 2 == 0) {
            TelemetryContext.with()
                    .sessionId("s-" + thread)
                    .samplingIteration(n)
                    .run(() -> log.info(message));
        } else {
            log.info(message);
        }
    }

    private String configuration() {
        return """
                <Configuration>
                  <Appenders>
                    <File name="file" fileName="FILE">
                      <JsonTemplateLayout eventTemplate='{
                        "message": {"$resolver": "message"},
                        "context": {"$resolver": "mdc", "flatten": true}
                      }'/>
                    </File>
                    <Arrived name="arrived"/>
                  </Appenders>
                  <Loggers>
                    <Root level="info"><AppenderRef ref="file"/><AppenderRef ref="arrived"/></Root>
                  </Loggers>
                </Configuration>
                """.replace("FILE", directory.resolve("out.log").toString().replace('\\', '/'));
    }

    /** Releases a permit for each event that the file has. */
    @Plugin(name = "Arrived", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE)
    static final class Arrived extends AbstractAppender {

        private Arrived(String name) {
            super(name, null, null, false, Property.EMPTY_ARRAY);
        }

        @PluginFactory
        public static Arrived create(@PluginAttribute("name") String name) {
            return new Arrived(name);
        }

        @Override
        public void append(LogEvent event) {
            IN_FLIGHT.release();
        }
    }
}
