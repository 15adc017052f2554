package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Base of tests that attach a stage under one context and complete the future under another. */
abstract class AttachersAndCompleters implements LeavesNoContext {

    static final TelemetryContext ATTACHER = TelemetryContext.builder()
            .sessionId("attacher")
            .samplingIteration(1)
            .build();
    static final TelemetryContext COMPLETER =
            TelemetryContext.builder().sessionId("completer").build();

    final ExecutorService pool = Executors.newSingleThreadExecutor();
    final List<TelemetryContext> seen = new ArrayList<>();

    @AfterEach
    void pooledThreadHasNoContext() throws Exception {
        assertThat(pool.submit(CurrentContext::held).get()).isNull();
        pool.shutdownNow();
    }
}
