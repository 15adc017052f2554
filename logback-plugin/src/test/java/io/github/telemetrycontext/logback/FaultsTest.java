package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.spi.ContextView;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Tests that failures of other code never lose the context of an event. */
@ExtendWith(TelemetryContextExtension.class)
class FaultsTest {

    private static final TelemetryContext FIELDS =
            TelemetryContext.builder().sessionId("s").modelId("m").build();

    static Stream<MDCAdapter> brokenAdapters() {
        return Stream.of(
                new Broken(null),
                new Broken(new IllegalStateException("on purpose")),
                new Broken(new NoClassDefFoundError("on purpose")),
                new BasicMDCAdapter() {
                    @Override
                    public Map<String, String> getCopyOfContextMap() {
                        throw new IllegalStateException("on purpose, and not one of Logback's");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("brokenAdapters")
    void losesOnlyEntriesOfFailingAdapter(MDCAdapter broken) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(broken);
        TelemetryMdcAdapter.install(context);
        ListAppender<ILoggingEvent> out = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                event.prepareForDeferredProcessing();
                super.append(event);
            }
        };
        out.start();
        Logger log = context.getLogger("test");
        log.addAppender(out);

        FIELDS.wrap(() -> {
                    log.info("plain");
                    assertThat(out.list.get(0).getMDCPropertyMap()).isEqualTo(FIELDS.toStringMap());
                    log.atInfo().addKeyValue("session_id", "own").log("fluent");
                    assertThat(out.list.get(1).getMDCPropertyMap()).isEqualTo(Map.of("model_id", "m"));
                })
                .run();
        log.info("outside");
        assertThat(out.list.get(2).getMDCPropertyMap()).isNullOrEmpty();
    }

    @Test
    void keepsFieldsWhenAnotherViewFails() {
        ContextView<Object> broken = new ContextView<>(context -> {
            throw new IllegalStateException("on purpose");
        });
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            FIELDS.wrap(() -> {
                        assertThatThrownBy(() -> TelemetryContext.current().view(broken))
                                .hasMessage("on purpose");
                        logback.logger().info("line");
                    })
                    .run();
            assertThat(logback.lines()).containsExactly("line [session_id=s, model_id=m] []");
        }
    }

    @Test
    void rethrowsErrorOfAppenderAndKeepsLaterEventsCorrect() {
        OutOfMemoryError error = new OutOfMemoryError("on purpose");
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            Logger log = logback.logger();
            AppenderBase<ILoggingEvent> failing = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    throw error;
                }
            };
            failing.setContext(logback.context);
            failing.start();
            log.addAppender(failing);

            FIELDS.wrap(() -> {
                        // Logback rethrows errors. This error occurs before the event has read its MDC.
                        assertThatThrownBy(() -> log.atInfo()
                                        .addKeyValue("session_id", "own")
                                        .log("lost"))
                                .isSameAs(error);
                        assertThat(TelemetryContext.current()).isSameAs(FIELDS);
                        log.detachAppender(failing);
                        log.info("plain");
                        log.atInfo().addKeyValue("session_id", "own").log("fluent");
                    })
                    .run();
            assertThat(logback.lines())
                    .containsExactly("plain [session_id=s, model_id=m] []", "fluent [model_id=m] [session_id=\"own\"]");
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
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            FIELDS.wrap(() -> {
                        logback.logger()
                                .atInfo()
                                .addKeyValue("session_id", "own")
                                .log("a {}", endless);
                        logback.logger().info("b");
                    })
                    .run();
            assertThat(logback.lines())
                    .containsExactly(
                            "a [FAILED toString()] [model_id=m] [session_id=\"own\"]",
                            "b [session_id=s, model_id=m] []");
        }
    }

    @Test
    void cancelledTaskLogsItsFieldsAndLeavesNone() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(1));
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            Logger log = logback.logger();
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
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            task.cancel(true);
            pool.submit(() -> log.info("next")).get();
            assertThat(logback.lines())
                    .containsExactly(
                            "interrupted [session_id=s, model_id=m, sampling_iteration=1] []",
                            "still interrupted: true [session_id=s, model_id=m] []",
                            "next [] []");
        } finally {
            pool.shutdown();
        }
    }

    /** Throws the failure, or returns null without a failure. */
    @SuppressWarnings("unchecked") // the overridden class has raw methods
    private static final class Broken extends LogbackMDCAdapter {

        private final @Nullable Throwable failure;

        Broken(@Nullable Throwable failure) {
            this.failure = failure;
        }

        @Override
        public @Nullable Map<String, String> getPropertyMap() {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return null;
        }

        @Override
        public String toString() {
            return String.valueOf(failure);
        }
    }
}
