package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** Base of tests that submit a task under one context to a thread with another context. */
abstract class SubmittersAndRunners implements LeavesNoContext {

    static final TelemetryContext SUBMITTER = TelemetryContext.builder()
            .sessionId("submitter")
            .samplingIteration(1)
            .build();
    static final TelemetryContext RUNNER =
            TelemetryContext.builder().sessionId("runner").modelId("m").build();

    /** Its only thread has its own context, so that tests can check that this context is restored. */
    final ScheduledExecutorService plain =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(RUNNER.wrap(task)));

    final ScheduledExecutorService propagating = TelemetryExecutors.propagating(plain);

    @AfterEach
    void runnersContextIsRestored() throws Exception {
        if (!plain.isShutdown()) {
            assertThat(plain.submit(TelemetryContext::current).get()).isEqualTo(RUNNER);
        }
        plain.shutdownNow();
    }
}
