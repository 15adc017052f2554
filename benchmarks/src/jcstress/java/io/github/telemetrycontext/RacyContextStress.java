package io.github.telemetrycontext;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Checks that a context has its fields on another thread that reads it from a plain field. */
@JCStressTest
@Outcome(id = "null, null", expect = Expect.ACCEPTABLE, desc = "Not there yet.")
@Outcome(id = "s-1, s-1", expect = Expect.ACCEPTABLE, desc = "There, and whole.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A field is missing.")
@State
public class RacyContextStress {

    private @Nullable TelemetryContext shared;

    @Actor
    public void writer() {
        TelemetryContext context = TelemetryContext.builder().sessionId("s-1").build();
        context.toStringMap();
        shared = context;
    }

    @Actor
    public void reader(LL_Result result) {
        TelemetryContext context = shared;
        if (context != null) {
            result.r1 = context.sessionId();
            Map<String, String> texts = context.toStringMap();
            result.r2 = texts.size() == 1 ? texts.get("session_id") : texts;
        }
    }
}
