package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs the events of the golden files. The arguments are a framework and a layout. */
final class GoldenScript {

    private GoldenScript() {}

    public static void main(String[] arguments) {
        Framework framework = Framework.valueOf(arguments[0]);
        framework.choose(arguments[1]);
        AgentLog log = framework.log();
        if (framework == Framework.LOG4J2) {
            play(log, ThreadContext::put, ThreadContext::remove);
        } else {
            play(log, MDC::put, MDC::remove);
            logKeyValuePairsOfSlf4j();
        }
        framework.stop();
    }

    private static void play(AgentLog log, BiConsumer<String, String> put, Consumer<String> remove) {
        log.info("outside of any scope");

        TelemetryContext full = TelemetryContext.builder()
                .sessionId("s-1")
                .requestId("0123456789abcdef0123456789abcdef")
                .modelId("granite-4")
                .samplingIteration(3)
                .build();
        full.wrap(() -> log.warn("all four fields")).run();
        TelemetryContext.builder().sessionId("s-1").run(() -> log.info("the session alone"));
        TelemetryContext.builder().samplingIteration(0).run(() -> log.info("the iteration alone"));
        full.wrap(() -> TelemetryContext.with()
                        .requestId(null)
                        .modelId("llama-4")
                        .samplingIteration(-1)
                        .run(() -> log.info("nested, with the request hidden")))
                .run();
        TelemetryContext.builder()
                .sessionId("42")
                .requestId("007")
                .modelId("")
                .run(() -> log.info("digits and an empty string stay strings"));
        TelemetryContext.builder()
                .sessionId("\"quotes\" \\ \t é 漢 \u2028 </script>")
                .modelId("${env:HOME} {} %X")
                .run(() -> log.info("hostile text"));

        put.accept("user_id", "u-1");
        full.wrap(() -> log.info("beside an entry of the application")).run();
        put.accept("session_id", "the application's own");
        put.accept("sampling_iteration", "seven");
        full.wrap(() -> log.info("entries of the application win")).run();
        remove.accept("user_id");
        remove.accept("session_id");
        remove.accept("sampling_iteration");

        log.info("outside again");
    }

    private static void logKeyValuePairsOfSlf4j() {
        TelemetryContext.builder()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> LoggerFactory.getLogger("agent")
                        .atInfo()
                        .addKeyValue("session_id", "the event's own")
                        .log("a key-value pair of the event wins"));
    }
}
