package io.github.telemetrycontext;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Virtual threads of one creator whose context is gone make it again, each for itself or one for the other. */
@JCStressTest
@Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "The creator's fields, for everybody.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A field is missing.")
@State
public class UnparkedContextStress {

    private static final TelemetryContext OF_CREATOR =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(3).build();

    private final @Nullable Object[] parked = ParkedContext.park(OF_CREATOR);

    public UnparkedContextStress() {
        // As if it had been collected.
        ((WeakReference<?>) parked[parked.length - 1]).clear();
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
        TelemetryContext unparked = ParkedContext.unpark(parked);
        return OF_CREATOR.equals(unparked) && OF_CREATOR.toStringMap().equals(unparked.toStringMap());
    }
}
