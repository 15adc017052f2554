package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An agent with two users at the same time. Each user asks two questions, of two models. For each question, the agent
 * looks up the user on a pool, calls two tools in a chain of futures, and checks a quota on schedule. The model then
 * generates an answer and repairs it until it is valid. Two critics read the answer, and the agent remembers it in the
 * background.
 *
 * <p>No model is called: the answers come from {@link #scriptedAnswer}. The demo shows that each log line has the right
 * ids, although no log statement names one.
 */
final class Agent {

    private static final String[] MODELS = {"granite-4", "llama-4"};

    private final AgentLog log;
    private final Spans spans;
    private final ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(2));
    private final ScheduledExecutorService clock =
            TelemetryExecutors.propagating(Executors.newSingleThreadScheduledExecutor());

    Agent(AgentLog log, Spans spans) {
        this.log = log;
        this.spans = spans;
    }

    void run() throws Exception {
        log.info("The agent is ready");
        ExecutorService users = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> conversations =
                    List.of(users.submit(() -> conversation("alice")), users.submit(() -> conversation("bob")));
            for (Future<?> conversation : conversations) {
                conversation.get();
            }
        } finally {
            users.shutdown();
            pool.shutdown();
            clock.shutdown();
        }
        log.info("The agent is done");
    }

    @SuppressWarnings("try") // the block does not use the scope
    private Void conversation(String user) throws Exception {
        try (Scope session = TelemetryContext.with().sessionId("s-" + user).open()) {
            log.info(user + " says hello");
            for (String model : MODELS) {
                TelemetryContext.with()
                        .requestId(TelemetryContext.generateRequestId())
                        .modelId(model)
                        .call(() -> spans.in("invoke_agent", () -> answer(user, model)));
            }
            log.info(user + " says goodbye");
        }
        return null;
    }

    private Void answer(String user, String model) throws InterruptedException, ExecutionException {
        log.info(user + " asks " + model);
        ExecutorService poolWithSpans = spans.carriedTo(pool);
        onPool(user, poolWithSpans);
        inChainOfFutures(user, poolWithSpans);
        onSchedule(user);
        boolean valid = false;
        for (int attempt = 1; !valid; attempt++) {
            int iteration = attempt;
            valid = TelemetryContext.with()
                    .samplingIteration(iteration)
                    .call(() -> spans.in("chat " + model, () -> attempt(user, model, iteration)));
        }
        inTheBackground(user);
        return null;
    }

    private void onPool(String user, ExecutorService pool) throws InterruptedException, ExecutionException {
        pool.submit(() -> log.info("A pooled thread looks " + user + " up")).get();
    }

    private void inChainOfFutures(String user, ExecutorService pool) {
        TelemetryFuture.supplyAsync(() -> tool(user, "calendar"), pool)
                .thenCombine(TelemetryFuture.supplyAsync(() -> tool(user, "weather"), pool), List::of)
                .thenAccept(results -> log.info("The results of " + results + " are there for " + user))
                .join();
    }

    private String tool(String user, String name) {
        return spans.in("execute_tool " + name, () -> {
            log.info("The tool " + name + " runs for " + user);
            return name;
        });
    }

    private void onSchedule(String user) throws InterruptedException, ExecutionException {
        clock.schedule(() -> log.info("A scheduled task checks the quota of " + user), 1, TimeUnit.MILLISECONDS)
                .get();
    }

    private boolean attempt(String user, String model, int iteration) {
        log.info(model + " generates answer " + iteration + " for " + user);
        if (!scriptedAnswer(model, iteration).startsWith("{")) {
            log.warn("Answer " + iteration + " for " + user + " is not JSON and goes back for repair");
            return false;
        }
        log.info("Answer " + iteration + " for " + user + " is valid");
        inStructuredForks(
                () -> log.info("A critic accepts answer " + iteration + " for " + user),
                () -> log.info("Another critic accepts answer " + iteration + " for " + user));
        return true;
    }

    private static String scriptedAnswer(String model, int iteration) {
        int attemptsNeeded = model.equals(MODELS[0]) ? 3 : 2;
        return iteration < attemptsNeeded ? "Sure! Here is your JSON:" : "{\"answer\": 42}";
    }

    /** Runs both tasks in forks, which inherit the context. A JDK without forks uses the pool. */
    private void inStructuredForks(Runnable first, Runnable second) {
        if (!NewerJdk.forkAndJoin(List.of(first, second))) {
            TelemetryFuture.allOf(TelemetryFuture.runAsync(first, pool), TelemetryFuture.runAsync(second, pool))
                    .join();
        }
    }

    /** Starts a virtual thread, which inherits the context. A platform thread needs a wrapped task. */
    private void inTheBackground(String user) throws InterruptedException {
        Runnable work = () -> log.info("The answer for " + user + " is remembered in the background");
        NewerJdk.startVirtualThread(work)
                .orElseGet(() -> {
                    Thread thread = new Thread(TelemetryContext.current().wrap(work));
                    thread.start();
                    return thread;
                })
                .join();
    }
}
