package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextScheduledExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All ways to submit a task to the executors that Micrometer wraps. The plain executor is the control. */
@ExtendWith(TelemetryContextExtension.class)
class ExecutorsTest {

    private static final TelemetryContext SUBMITTER = TelemetryContext.builder()
            .sessionId("submitter")
            .samplingIteration(1)
            .build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    /** One way to submit a task. */
    interface Submission<E extends ExecutorService> {
        void through(E executor, Seen seen) throws Exception;
    }

    /** A task that records its current context. */
    static final class Seen implements Callable<TelemetryContext> {

        private final BlockingQueue<TelemetryContext> contexts = new LinkedBlockingQueue<>();

        @Override
        public TelemetryContext call() {
            TelemetryContext current = TelemetryContext.current();
            contexts.add(current);
            return current;
        }

        void run() {
            call();
        }

        void thirdRun(ScheduledFuture<?> series) throws InterruptedException {
            TelemetryContext first = contexts.take();
            assertThat(contexts.take()).isSameAs(first);
            assertThat(contexts.take()).isSameAs(first);
            series.cancel(false);
            contexts.add(first);
        }
    }

    static <E extends ExecutorService> TelemetryContext seen(Submission<E> submission, E executor) throws Exception {
        Seen seen = new Seen();
        submission.through(executor, seen);
        return seen.contexts.take();
    }

    static Stream<Named<Submission<ExecutorService>>> submissions() {
        return Stream.of(
                named("execute", (executor, seen) -> executor.execute(seen::run)),
                named(
                        "submit(Runnable)",
                        (executor, seen) ->
                                executor.submit((Runnable) seen::run).get()),
                named(
                        "submit(Runnable, T)",
                        (executor, seen) -> executor.submit(seen::run, "result").get()),
                named(
                        "submit(Callable)",
                        (executor, seen) -> executor.submit(seen).get()),
                named(
                        "invokeAll",
                        (executor, seen) ->
                                executor.invokeAll(List.of(seen)).get(0).get()),
                named(
                        "invokeAll with a timeout",
                        (executor, seen) -> executor.invokeAll(List.of(seen), 1, TimeUnit.HOURS)
                                .get(0)
                                .get()),
                named("invokeAny", (executor, seen) -> executor.invokeAny(List.of(seen))),
                named(
                        "invokeAny with a timeout",
                        (executor, seen) -> executor.invokeAny(List.of(seen), 1, TimeUnit.HOURS)));
    }

    static Stream<Named<Submission<ScheduledExecutorService>>> scheduledSubmissions() {
        return Stream.of(
                named(
                        "schedule(Runnable)",
                        (executor, seen) -> executor.schedule((Runnable) seen::run, 1, TimeUnit.MILLISECONDS)
                                .get()),
                named(
                        "schedule(Callable)",
                        (executor, seen) -> executor.schedule(seen, 1, TimeUnit.MILLISECONDS)
                                .get()),
                named(
                        "scheduleAtFixedRate",
                        (executor, seen) ->
                                seen.thirdRun(executor.scheduleAtFixedRate(seen::run, 0, 1, TimeUnit.MILLISECONDS))),
                named(
                        "scheduleWithFixedDelay",
                        (executor, seen) -> seen.thirdRun(
                                executor.scheduleWithFixedDelay(seen::run, 0, 1, TimeUnit.MILLISECONDS))));
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void executorServiceRunsTasksWithContextOfSubmitter(Submission<ExecutorService> submission) throws Exception {
        assertCarried(submission, pool.executor, ContextExecutorService.wrap(pool.executor, snapshots));
    }

    @ParameterizedTest
    @MethodSource({"submissions", "scheduledSubmissions"})
    void scheduledExecutorServiceRunsTasksWithContextOfSubmitter(
            Submission<? super ScheduledExecutorService> submission) throws Exception {
        assertCarried(submission, pool.executor, ContextScheduledExecutorService.wrap(pool.executor, snapshots));
    }

    private static <E extends ExecutorService> void assertCarried(Submission<E> submission, E bare, E wrapped)
            throws Exception {
        assertThat(SUBMITTER.toBuilder().call(() -> seen(submission, bare))).isSameAs(PooledThread.ITS_OWN);
        assertThat(SUBMITTER.toBuilder().call(() -> seen(submission, wrapped))).isEqualTo(SUBMITTER);
        assertThat(seen(submission, wrapped))
                .as("submitted outside of any scope")
                .isSameAs(TelemetryContext.empty());
    }
}
