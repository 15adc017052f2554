package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.LoggerFactory;

/**
 * An application under the Java agent. Prints the current session in several places, and creates spans and log
 * records.
 */
final class AgentProgram {

    private AgentProgram() {}

    public static void main(String[] arguments) throws Exception {
        interleave();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            AllFields.CONTEXT
                    .wrap(() -> {
                        inScope(pool);
                        return "done";
                    })
                    .call();
            print("pool afterwards", pool.submit(session()).get());
            LoggerFactory.getLogger("logback").info("logback outside");
        } finally {
            pool.shutdown();
        }
        print("main afterwards", session().call());
    }

    private static void inScope(ExecutorService pool) throws Exception {
        print("pool", pool.submit(session()).get());
        print(
                "future",
                CompletableFuture.supplyAsync(
                                () -> String.valueOf(TelemetryContext.current().sessionId()), pool)
                        .get());
        FutureTask<String> onThread = new FutureTask<>(session());
        Thread thread = new Thread(onThread);
        thread.start();
        print("new thread", onThread.get());
        print(
                "scope in a carried task",
                pool.submit(TelemetryContext.builder().sessionId("s-2").build().wrap(session()))
                        .get());

        span("plain span", () -> {});
        span("span by hand", () -> TelemetrySpans.setAttributes(Span.current()));
        LoggerFactory.getLogger("logback").info("logback inside");
        ThreadContext.put("user", "u-1");
        LogManager.getLogger("direct").info("log4j inside");
    }

    /** Opens an OpenTelemetry scope inside a scope of this library and closes it last. */
    @SuppressWarnings("MustBeClosedChecker") // closes out of order on purpose
    private static void interleave() throws Exception {
        var ours = AllFields.CONTEXT.makeCurrent();
        var other = Context.current().with(ContextKey.named("other"), "x").makeCurrent();
        ours.close();
        print("after an interleaved close", session().call());
        other.close();
        print("after both", session().call());
        print("context is root again", String.valueOf(Context.current() == Context.root()));
    }

    @SuppressWarnings("try") // the scope variable is never read
    private static void span(String name, Runnable block) {
        Span span = GlobalOpenTelemetry.getTracer("program").spanBuilder(name).startSpan();
        try (var current = span.makeCurrent()) {
            block.run();
            print(name, String.valueOf(TelemetryContext.current().sessionId()));
        } finally {
            span.end();
        }
    }

    private static Callable<String> session() {
        return () -> String.valueOf(TelemetryContext.current().sessionId());
    }

    private static void print(String where, String session) {
        System.out.println(where + ": " + session);
    }
}
