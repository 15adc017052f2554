package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An agent with two users at once. Each of them asks two questions, of two models. For each question the agent calls
 * two tools at once, lets the model generate an answer, validates it, and has it repaired until it is good.
 *
 * <p>No model is called: the answers are those of {@link #scriptedAnswer}. What the demo is about is that not one log
 * statement names an id, and each line has the right ones.
 */
final class Agent {

    private static final String[] MODELS = {"granite-4", "llama-4"};

    private final AgentLog log;

    Agent(AgentLog log) {
        this.log = log;
    }

    void run() throws Exception {
        log.info("The agent is ready");
        ExecutorService users = Executors.newFixedThreadPool(2);
        ExecutorService tools = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> conversations = List.of(
                    users.submit(() -> conversation("alice", tools)), users.submit(() -> conversation("bob", tools)));
            for (Future<?> conversation : conversations) {
                conversation.get();
            }
        } finally {
            users.shutdown();
            tools.shutdown();
        }
        log.info("The agent is done");
    }

    @SuppressWarnings("try") // the scope is there for its end alone
    private void conversation(String user, ExecutorService tools) {
        try (Scope session = TelemetryContext.with().sessionId("s-" + user).open()) {
            log.info(user + " says hello");
            for (String model : MODELS) {
                TelemetryContext.with()
                        .requestId(TelemetryContext.generateRequestId())
                        .modelId(model)
                        .run(() -> answer(user, model, tools));
            }
            log.info(user + " says goodbye");
        }
    }

    private void answer(String user, String model, ExecutorService tools) {
        log.info(user + " asks " + model);
        callTools(user, tools);
        boolean good = false;
        for (int attempt = 1; !good; attempt++) {
            int iteration = attempt;
            good = TelemetryContext.with().samplingIteration(iteration).call(() -> attempt(user, model, iteration));
        }
        rememberInBackground(user);
    }

    /** Pooled threads inherit nothing, so the work that goes to them is wrapped. */
    private void callTools(String user, ExecutorService tools) {
        TelemetryContext context = TelemetryContext.current();
        CompletableFuture<String> calendar =
                CompletableFuture.supplyAsync(context.wrapSupplier(() -> tool(user, "calendar")), tools);
        CompletableFuture<String> weather =
                CompletableFuture.supplyAsync(context.wrapSupplier(() -> tool(user, "weather")), tools);
        calendar.thenAcceptBoth(
                        weather,
                        context.wrapBiConsumer((first, second) ->
                                log.info("The results of " + first + " and " + second + " are there for " + user)))
                .join();
    }

    private String tool(String user, String name) {
        log.info("The tool " + name + " runs for " + user);
        return name;
    }

    private boolean attempt(String user, String model, int iteration) {
        log.info(model + " generates answer " + iteration + " for " + user);
        if (scriptedAnswer(model, iteration).startsWith("{")) {
            log.info("Answer " + iteration + " for " + user + " is valid");
            return true;
        }
        log.warn("Answer " + iteration + " for " + user + " is not JSON and goes back for repair");
        return false;
    }

    private static String scriptedAnswer(String model, int iteration) {
        int attemptsNeeded = model.equals(MODELS[0]) ? 3 : 2;
        return iteration < attemptsNeeded ? "Sure! Here is your JSON:" : "{\"answer\": 42}";
    }

    /** A virtual thread inherits the context by itself; on a JDK without them a wrapped platform thread does the work. */
    private void rememberInBackground(String user) {
        Runnable work = () -> log.info("The answer for " + user + " is remembered in the background");
        try {
            VirtualThreads.start(work)
                    .orElseGet(() -> {
                        Thread thread = new Thread(TelemetryContext.current().wrap(work));
                        thread.start();
                        return thread;
                    })
                    .join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
