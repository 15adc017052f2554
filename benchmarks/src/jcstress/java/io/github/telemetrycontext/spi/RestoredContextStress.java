package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Checks that threads that restore a collected context concurrently get contexts with all fields. */
@JCStressTest
@Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "All threads have the fields of the creator.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A field is missing.")
@State
public class RestoredContextStress {

    private static final TelemetryContext OF_CREATOR =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(3).build();

    private final @Nullable Object[] detached = DetachedContext.of(OF_CREATOR);

    public RestoredContextStress() {
        // Simulates garbage collection.
        ((WeakReference<?>) detached[detached.length - 1]).clear();
    }

    @Actor
    public void first(ZZZ_Result result) {
        result.r1 = isThere();
    }

    @Actor
    public void second(ZZZ_Result result) {
        result.r2 = isThere();
    }

    @Arbiter
    public void later(ZZZ_Result result) {
        result.r3 = isThere();
    }

    private boolean isThere() {
        TelemetryContext restored = DetachedContext.restore(detached);
        return OF_CREATOR.equals(restored) && OF_CREATOR.toStringMap().equals(restored.toStringMap());
    }
}
