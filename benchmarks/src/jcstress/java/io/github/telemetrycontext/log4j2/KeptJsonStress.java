package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** The JSON that layouts keep with a context: whole or not there yet, and none pushes out that of another prefix. */
@JCStressTest
@Outcome(id = "null, null, a, b", expect = Expect.ACCEPTABLE, desc = "Both write first.")
@Outcome(id = "a, null, a, b", expect = Expect.ACCEPTABLE, desc = "The second one finds what the first one kept.")
@Outcome(id = "null, b, a, b", expect = Expect.ACCEPTABLE, desc = "The first one finds what the second one kept.")
@Outcome(id = "a, b, a, b", expect = Expect.ACCEPTABLE, desc = "Each finds the other's.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost or torn.")
@State
public class KeptJsonStress {

    private final ContextFields fields =
            ContextFields.of(TelemetryContext.builder().sessionId("s-1").build());

    @Actor
    public void first(LLLL_Result result) {
        fields.keepJson("", fresh('a'));
        result.r2 = fields.json("_");
    }

    @Actor
    public void second(LLLL_Result result) {
        fields.keepJson("_", fresh('b'));
        result.r1 = fields.json("");
    }

    @Arbiter
    public void afterwards(LLLL_Result result) {
        result.r3 = fields.json("");
        result.r4 = fields.json("_");
    }

    /** A string that no other thread has seen before. */
    private static String fresh(char letter) {
        return String.valueOf(new char[] {letter});
    }
}
