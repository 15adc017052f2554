package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that failures of other code never lose the context of an event. */
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class FaultsTest {

    private static final TelemetryContext FIELDS =
            TelemetryContext.builder().sessionId("s").modelId("m").build();
    private static final String LAYOUT = "<PatternLayout pattern='%m %X%n'/>";

    @Test
    void losesOnlyEntriesOfFailingProvider() {
        Result result = application().run(ForkedApplication.class).succeeded();
        assertThat(result.out()).hasSize(4).element(1).asString().contains("inside", "s-1");
        assertThat(result.err()).asString().containsOnlyOnce("Events lack the context data of ");
    }

    /** The application continues in both cases. Only status messages of level WARN report the failure. */
    @Test
    void losesEventsWhenProviderFailsWithLog4jsInjector() {
        Result result = application()
                .property("telemetry.context.log4j2.injector", "false")
                .run(ForkedApplication.class)
                .succeeded();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).asString().contains("IllegalStateException: on purpose");
    }

    private static ForkedJvm application() {
        return configured("forked-pattern.xml")
                .property("test.failingProvider", "true")
                .property("test.status", "WARN");
    }

    @Test
    void keepsFieldsWhenAppenderRunsOutOfMemory() {
        AbstractAppender failing = new AbstractAppender("failing", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                throw new OutOfMemoryError("on purpose");
            }
        };
        failing.start();
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, LAYOUT)) {
            log4j.context().getConfiguration().getRootLogger().addAppender(failing, null, null);
            log4j.context().updateLoggers();
            FIELDS.wrap(() -> {
                        log4j.logger().info("one");
                        assertThat(TelemetryContext.current()).isSameAs(FIELDS);
                        log4j.logger().info("two");
                    })
                    .run();
            assertThat(log4j.lines())
                    .containsExactly("one {model_id=m, session_id=s}", "two {model_id=m, session_id=s}");
        }
    }

    @Test
    void keepsFieldsWhenArgumentOverflowsStack() {
        Object endless = new Object() {
            @Override
            @SuppressWarnings("InfiniteRecursion") // tests a stack overflow
            public String toString() {
                return toString() + "!";
            }
        };
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, LAYOUT)) {
            FIELDS.wrap(() -> {
                        log4j.logger().info("a {}", endless);
                        log4j.logger().info("b");
                    })
                    .run();
            List<String> lines = log4j.lines();
            assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).endsWith(" {model_id=m, session_id=s}"));
            assertThat(lines.get(0)).contains("StackOverflowError");
        }
    }

    @Test
    void cancelledTaskLogsItsFieldsAndLeavesNone() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(1));
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, LAYOUT)) {
            Logger log = log4j.logger();
            Future<?> task = FIELDS.wrapSupplier(() -> pool.submit(() -> {
                        TelemetryContext.with().samplingIteration(1).run(() -> {
                            started.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                log.info("interrupted");
                            }
                        });
                        log.info("still interrupted: {}", Thread.currentThread().isInterrupted());
                    }))
                    .get();
            started.await();
            task.cancel(true);
            pool.submit(() -> log.info("next")).get();
            assertThat(log4j.lines())
                    .containsExactly(
                            "interrupted {model_id=m, sampling_iteration=1, session_id=s}",
                            "still interrupted: true {model_id=m, session_id=s}",
                            "next {}");
        } finally {
            pool.shutdown();
        }
    }
}
