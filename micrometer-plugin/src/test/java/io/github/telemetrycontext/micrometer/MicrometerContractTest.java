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

/** Shows a context as a thread sees it to which Micrometer has carried it, a thread with a stale context of its own. */
class MicrometerContractTest extends ContextPropagationContract {

    private static final TelemetryContext STALE =
            TelemetryContext.builder().sessionId("stale").modelId("stale").build();

    /** Not the global registry, which would keep the class loader of its accessors. */
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

    /** Uses the thread that lives on as well. */
    @Override
    protected void useInAClassLoaderOfItsOwn() throws Exception {
        try {
            super.useInAClassLoaderOfItsOwn();
            STALE.wrap(() -> snapshots.captureAll().setThreadLocals().close()).run();
        } finally {
            other.shutdownNow();
        }
    }
}
