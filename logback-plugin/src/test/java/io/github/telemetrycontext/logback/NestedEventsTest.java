package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests events that are logged while another event is formatted or filtered. Each keeps its own keys. */
@ExtendWith(TelemetryContextExtension.class)
class NestedEventsTest {

    private final Logback logback = Logback.withPlugin().configure(Logback.TEXT);
    private final Logger log = logback.logger();
    private final TelemetryContext.Scope scope =
            TelemetryContext.with().sessionId("s").modelId("m").open();

    @AfterEach
    void close() {
        scope.close();
        logback.close();
    }

    @Test
    void nestedEventDoesNotAffectOuterEvent() {
        log.atInfo().addKeyValue("session_id", "own").log("outer {}", logsWhenFormatted(() -> {
            log.debug("disabled");
            log.atDebug().addKeyValue("model_id", "disabled").log("disabled");
            log.info("plain");
            log.atInfo().log("fluent");
            log.atInfo().addKeyValue("model_id", "own").log("nested");
        }));
        log.info("after");

        assertThat(logback.lines())
                .containsExactly(
                        "plain [session_id=s, model_id=m] []",
                        "fluent [session_id=s, model_id=m] []",
                        "nested [session_id=s] [model_id=\"own\"]",
                        "outer - [model_id=m] [session_id=\"own\"]",
                        "after [session_id=s, model_id=m] []");
    }

    @Test
    void nestedEventWithOwnKeyDoesNotAffectPlainOuterEvent() {
        log.info(
                "outer {}",
                logsWhenFormatted(
                        () -> log.atInfo().addKeyValue("session_id", "own").log("nested")));

        assertThat(logback.lines())
                .containsExactly("nested [model_id=m] [session_id=\"own\"]", "outer - [session_id=s, model_id=m] []");
    }

    @Test
    void supportsDeeplyNestedEvents() {
        logNested(40);

        assertThat(logback.lines())
                .hasSize(40)
                .allSatisfy(line -> assertThat(line).containsPattern("\\[model_id=m\\] \\[session_id=\"\\d+\"\\]"));
    }

    private void logNested(int depth) {
        if (depth > 0) {
            log.atInfo()
                    .addKeyValue("session_id", String.valueOf(depth))
                    .log("{}", logsWhenFormatted(() -> logNested(depth - 1)));
        }
    }

    @Test
    void eventOfAnotherTurboFilterDoesNotAffectOuterEvent() {
        AtomicBoolean logged = new AtomicBoolean();
        logback.context.addTurboFilter(new ForeignFilter(message -> {
            if (message.equals("outer") && logged.compareAndSet(false, true)) {
                log.info("plain");
                log.atInfo().addKeyValue("model_id", "own").log("nested");
            }
            return FilterReply.NEUTRAL;
        }));

        log.atInfo().addKeyValue("session_id", "own").log("outer");

        assertThat(logback.lines())
                .containsExactly(
                        "plain [session_id=s, model_id=m] []",
                        "nested [session_id=s] [model_id=\"own\"]",
                        "outer [model_id=m] [session_id=\"own\"]");
    }

    private static Object logsWhenFormatted(Runnable logging) {
        return new Object() {
            private boolean done;

            @Override
            public String toString() {
                if (!done) {
                    done = true;
                    logging.run();
                }
                return "-";
            }
        };
    }
}
