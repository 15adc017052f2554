package io.github.telemetrycontext.benchmarks;

/** Opens and closes short contexts with one of the compared libraries, and logs some events in each. */
final class Requests {

    private static final Integer[] ITERATIONS = {1, 2, 3};
    private static final String[] ITERATION_TEXTS = {"1", "2", "3"};

    private final Ids ids = new Ids(32);
    final Fields fields = new Fields();
    final Native store;
    final boolean isOurs;
    private final Running running;
    private final int events;
    private int attempt;

    Requests(Output output, Scenario scenario, int events) {
        store = output.store;
        isOurs = scenario.isOurs();
        running = output.start(scenario);
        this.events = events;
    }

    void next() {
        fields.requestId = ids.next();
    }

    void nextAttempt() {
        attempt = (attempt + 1) % ITERATIONS.length;
        fields.iteration = ITERATIONS[attempt];
        fields.iterationText = ITERATION_TEXTS[attempt];
    }

    void put(String requestId) {
        store.put(Fields.SESSION_ID, fields.sessionId);
        store.put(Fields.REQUEST_ID, requestId);
        store.put(Fields.MODEL_ID, fields.modelId);
        store.put(Fields.ITERATION, fields.iterationText);
    }

    void remove() {
        store.remove(Fields.SESSION_ID);
        store.remove(Fields.REQUEST_ID);
        store.remove(Fields.MODEL_ID);
        store.remove(Fields.ITERATION);
    }

    void log() {
        for (int i = 0; i < events; i++) {
            running.log();
        }
    }

    long sum() {
        return running.sum();
    }

    void stop() {
        running.stop();
    }
}
