package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures starting virtual threads and waiting for them, many at a time, so that the time does not depend on waking
 * carriers. The bytes include everything that a thread allocates.
 */
@State(Scope.Thread)
public class VirtualThreadBenchmark {

    private static final int THREADS = 100;

    private final Thread[] threads = new Thread[THREADS];

    /** A scope of four fields. */
    @State(Scope.Thread)
    public static class InScope {

        @Setup
        @SuppressWarnings("MustBeClosedChecker") // open until the JVM ends
        public void open() {
            new Fields().telemetry().open();
        }
    }

    /** Four entries of the MDC, which a virtual thread does not inherit. */
    @State(Scope.Thread)
    public static class InMdc {

        @Setup
        public void put() {
            Native.MDC.putAll(new Fields().texts());
        }
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public Thread[] outsideOfScopes() throws InterruptedException {
        return startAndJoin();
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public Thread[] insideScope(InScope scope) throws InterruptedException {
        return startAndJoin();
    }

    @Benchmark
    @OperationsPerInvocation(THREADS)
    public Thread[] besideMdc(InMdc mdc) throws InterruptedException {
        return startAndJoin();
    }

    private Thread[] startAndJoin() throws InterruptedException {
        for (int i = 0; i < THREADS; i++) {
            threads[i] = Thread.startVirtualThread(() -> {});
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return threads;
    }
}
