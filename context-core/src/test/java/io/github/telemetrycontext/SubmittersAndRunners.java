package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** An executor and one around it that propagates, for tests of what submitters hand over and what runners keep. */
abstract class SubmittersAndRunners implements LeavesNoContext {

    static final TelemetryContext SUBMITTER = TelemetryContext.builder()
            .sessionId("submitter")
            .samplingIteration(1)
            .build();
    static final TelemetryContext RUNNER =
            TelemetryContext.builder().sessionId("runner").modelId("m").build();

    /** Its one thread has a context of its own, so that a test sees whether that one is back. */
    final ScheduledExecutorService plain =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(RUNNER.wrap(task)));

    final ScheduledExecutorService propagating = TelemetryExecutors.propagating(plain);

    @AfterEach
    void theRunnersOwnContextIsBack() throws Exception {
        if (!plain.isShutdown()) {
            assertThat(plain.submit(TelemetryContext::current).get()).isEqualTo(RUNNER);
        }
        plain.shutdownNow();
    }
}
