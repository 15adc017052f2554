package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.coroutines.TelemetryContextElement;
import io.opentelemetry.extension.kotlin.ContextExtensionsKt;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import kotlinx.coroutines.slf4j.MDCContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Resumes and suspends a coroutine on a thread without a context: only the part of its context element. */
@State(Scope.Thread)
public class ResumptionBenchmark {

    private final TelemetryContextElement ours =
            TelemetryContextElement.of(new Fields().telemetry().build());
    private final MDCContext mdc = new MDCContext(new Fields().texts());

    private final ThreadContextElement<?> openTelemetry =
            (ThreadContextElement<?>) ContextExtensionsKt.asContextElement(new Fields().openTelemetry());

    @Benchmark
    public void ours() {
        resumeAndSuspend(ours);
    }

    /** The element of kotlinx-coroutines-slf4j. */
    @Benchmark
    public void mdc() {
        resumeAndSuspend(mdc);
    }

    /** The element of opentelemetry-extension-kotlin. */
    @Benchmark
    public void openTelemetryContext() {
        resumeAndSuspend(openTelemetry);
    }

    private static <S> void resumeAndSuspend(ThreadContextElement<S> element) {
        S state = element.updateThreadContext(EmptyCoroutineContext.INSTANCE);
        element.restoreThreadContext(EmptyCoroutineContext.INSTANCE, state);
    }
}
