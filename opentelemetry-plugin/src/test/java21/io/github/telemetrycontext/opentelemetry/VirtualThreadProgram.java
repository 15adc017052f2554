package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Prints the sessions of virtual threads that start inside a scope, in a task with a carried context, and outside of
 * both.
 */
final class VirtualThreadProgram {

    private static final TelemetryContext ONE =
            TelemetryContext.builder().sessionId("s-1").build();
    private static final TelemetryContext TWO =
            TelemetryContext.builder().sessionId("s-2").build();

    private VirtualThreadProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Callable<Void>> inScope = () -> {
                startAll("scope", executor);
                return Context.current().wrap(() -> {
                    print("carried, here", session().call());
                    startAll("carried", executor);
                    print("carried, scope of its own", onNewThread(TWO.wrap(session())));
                    return null;
                });
            };
            ONE.wrap(inScope).call().call();
            startAll("afterwards", executor);
        }
    }

    private static void startAll(String where, ExecutorService executor) throws Exception {
        print(where + ", new thread", onNewThread(session()));
        print(where + ", executor", executor.submit(session()).get());
    }

    private static String onNewThread(Callable<String> task) throws Exception {
        FutureTask<String> future = new FutureTask<>(task);
        Thread.startVirtualThread(future);
        return future.get();
    }

    private static Callable<String> session() {
        return () -> String.valueOf(TelemetryContext.current().sessionId());
    }

    private static void print(String where, String session) {
        System.out.println(where + ": " + session);
    }
}
