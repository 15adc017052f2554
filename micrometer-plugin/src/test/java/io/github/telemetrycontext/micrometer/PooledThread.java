package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A pool of one thread with its own context. Fails a test that does not restore this context. */
final class PooledThread implements AfterEachCallback {

    static final TelemetryContext ITS_OWN =
            TelemetryContext.builder().sessionId("runner").modelId("m").build();

    final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(ITS_OWN.wrap(task), "pooled"));

    /** The same thread, for Reactor. */
    final Scheduler scheduler = Schedulers.fromExecutorService(executor);

    /** Returns the context of a task that nothing wraps. */
    TelemetryContext unwrapped() throws ExecutionException, InterruptedException {
        Callable<TelemetryContext> task = TelemetryContext::current;
        return executor.submit(task).get();
    }

    @Override
    public void afterEach(ExtensionContext test) throws ExecutionException, InterruptedException {
        try {
            assertThat(unwrapped()).isSameAs(ITS_OWN);
        } finally {
            executor.shutdownNow();
        }
    }
}
