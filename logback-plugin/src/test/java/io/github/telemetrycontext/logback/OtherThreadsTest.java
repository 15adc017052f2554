package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Tests that events show the fields of the log call, even if another thread writes them later. */
@SuppressWarnings({"try", "unchecked"}) // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class OtherThreadsTest {

    private static final int EVENTS = 130;

    @ParameterizedTest
    @ValueSource(classes = {AsyncAppender.class, LoggingEventAsyncDisruptorAppender.class})
    void queueDrainedAfterScopeShowsFieldsOfLogCall(Class<? extends Appender<ILoggingEvent>> async) throws Exception {
        Blocked blocked = new Blocked();
        try (Logback logback = start(async, blocked)) {
            logback.mdc.put("user", "u");
            for (int i = 0; i < EVENTS; i++) {
                try (var scope = TelemetryContext.with()
                        .sessionId("s-" + i)
                        .samplingIteration(i)
                        .open()) {
                    logback.logger().info("{}", i);
                }
            }
            logback.mdc.clear();
            logback.logger().info("control");
            try (var scope = TelemetryContext.with().sessionId("later").open()) {
                assertThat(blocked.entered.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(blocked.seen).isEmpty();
                blocked.release.countDown();
                await().until(() -> blocked.seen.size() == EVENTS + 1);
            }
        }
        for (int i = 0; i < EVENTS; i++) {
            assertThat(blocked.seen.get(i))
                    .isEqualTo(Map.of("session_id", "s-" + i, "sampling_iteration", String.valueOf(i), "user", "u"));
        }
        assertThat(blocked.seen.get(EVENTS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {AsyncAppender.class, LoggingEventAsyncDisruptorAppender.class})
    void ownKeyValuePairTakesPrecedenceInQueue(Class<? extends Appender<ILoggingEvent>> async) throws Exception {
        MemoryAppender memory = new MemoryAppender();
        JsonEncoder encoder = new JsonEncoder();
        encoder.start();
        memory.setEncoder(encoder);
        try (Logback logback = start(async, memory)) {
            try (var scope = TelemetryContext.with().sessionId("s").modelId("m").open()) {
                logback.logger().atInfo().addKeyValue("session_id", "own").log("own");
                logback.logger().info("plain");
            }
            await().until(() -> memory.lines().size() == 2);
        }
        assertThat(memory.lines().get(0)).contains("\"mdc\": {\"model_id\":\"m\"}", "{\"session_id\":\"own\"}");
        assertThat(memory.lines().get(1)).contains("\"mdc\": {\"session_id\":\"s\",\"model_id\":\"m\"}");
    }

    /** Starts Logback with this asynchronous appender in front of the sink. */
    private static Logback start(Class<? extends Appender<ILoggingEvent>> async, Appender<ILoggingEvent> sink)
            throws ReflectiveOperationException {
        Logback logback = Logback.withPlugin();
        Appender<ILoggingEvent> appender = async.getDeclaredConstructor().newInstance();
        appender.setContext(logback.context);
        ((AppenderAttachable<ILoggingEvent>) appender).addAppender(sink);
        if (appender instanceof AsyncAppender blocking) {
            blocking.setDiscardingThreshold(0);
        }
        sink.setContext(logback.context);
        sink.start();
        appender.start();
        logback.context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return logback;
    }

    private static final class Blocked extends AppenderBase<ILoggingEvent> {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            entered.countDown();
            try {
                assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            seen.add(event.getMDCPropertyMap());
        }
    }
}
