package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.benchmarks.NewContextBenchmark.InPlace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Measures a new context and a virtual thread that logs in it. The thread inherits our context from its creator. The MDC is
 * set in the thread.
 */
@State(Scope.Thread)
public class NewContextOnVirtualThreadBenchmark {

    private static final int THREADS = 100;

    static {
        // One carrier thread, so that threads don't wait for each other at the appender.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
    }

    private final Thread[] threads = new Thread[THREADS];

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public long virtualThread(InPlace state) throws InterruptedException {
        Requests requests = state.requests;
        for (int i = 0; i < THREADS; i++) {
            threads[i] = started(requests);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return requests.sum();
    }

    @SuppressWarnings("try") // the resource is only closed
    private static Thread started(Requests requests) {
        requests.next();
        if (requests.isOurs) {
            try (var scope = requests.fields.telemetry().open()) {
                return Thread.startVirtualThread(requests::log);
            }
        }
        String requestId = requests.fields.requestId;
        return Thread.startVirtualThread(() -> {
            requests.put(requestId);
            requests.log();
        });
    }
}
