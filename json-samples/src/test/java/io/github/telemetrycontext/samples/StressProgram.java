package io.github.telemetrycontext.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs all sessions concurrently with one framework, and prints a report to standard output. */
final class StressProgram {

    static final int SESSIONS = 1000;

    private StressProgram() {}

    /**
     * Runs the sessions.
     *
     * @param arguments the framework, the rounds of each session, and whether threads propagate contexts
     * @throws Exception if a session failed or did not end
     */
    public static void main(String[] arguments) throws Exception {
        Framework framework = Framework.valueOf(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        StressThreads threads = new StressThreads(Boolean.parseBoolean(arguments[2]));
        AgentLog log = framework.log();

        long start = System.nanoTime();
        CompletableFuture<Void> begin = new CompletableFuture<>();
        CompletableFuture<Void> allAreHalfway = new CompletableFuture<>();
        AtomicInteger notYetHalfway = new AtomicInteger(SESSIONS);
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            // No session may end before all have begun, so that all are open at the same time.
            ends.add(new StressSession(i, rounds, threads, log::info).open(begin, () -> {
                if (notYetHalfway.decrementAndGet() == 0) {
                    allAreHalfway.complete(null);
                }
                return allAreHalfway;
            }));
        }
        begin.complete(null);
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .get(StressThreads.DEADLINE_SECONDS, TimeUnit.SECONDS);
        int threadsWithContext = threads.threadsWithContext();
        long asyncThreads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("Async"))
                .count();
        framework.stop();

        System.out.println("nanos=" + (System.nanoTime() - start));
        System.out.println("threadsWithContext=" + threadsWithContext);
        System.out.println("asyncThreads=" + asyncThreads);
        System.out.println("virtualThreads=" + threads.virtualThreads());
    }
}
