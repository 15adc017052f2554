package io.github.telemetrycontext.micrometer;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** The contract on a thread to which Micrometer propagated the context. That thread also has a stale context. */
class MicrometerContractTest extends ContextPropagationContract {

    private static final TelemetryContext STALE =
            TelemetryContext.builder().sessionId("stale").modelId("stale").build();

    /** The global registry would keep the class loader of its accessors. */
    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .contextRegistry(
                    new ContextRegistry().registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor()))
            .build();

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void endTheOtherThread() {
        other.shutdownNow();
    }

    @Override
    protected Map<String, String> fieldsShown() throws ExecutionException, InterruptedException {
        Callable<Map<String, String>> carried =
                snapshots.captureAll().wrap(() -> TelemetryContext.current().toStringMap());
        return other.submit(STALE.wrap(carried)).get();
    }

    /** Also uses the thread that outlives the class loader. */
    @Override
    protected void useInSeparateClassLoader() throws Exception {
        try {
            super.useInSeparateClassLoader();
            STALE.wrap(() -> snapshots.captureAll().setThreadLocals().close()).run();
        } finally {
            other.shutdownNow();
        }
    }
}
