package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Checks that cached JSON is complete or absent, and that no prefix replaces the JSON of another prefix. */
@JCStressTest
@Outcome(id = "null, null, a, b", expect = Expect.ACCEPTABLE, desc = "Both write first.")
@Outcome(id = "a, null, a, b", expect = Expect.ACCEPTABLE, desc = "The second thread finds the JSON of the first.")
@Outcome(id = "null, b, a, b", expect = Expect.ACCEPTABLE, desc = "The first thread finds the JSON of the second.")
@Outcome(id = "a, b, a, b", expect = Expect.ACCEPTABLE, desc = "Each thread finds the JSON of the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "JSON is lost or incomplete.")
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

    /** Returns a new string, which no other thread has seen. */
    private static String fresh(char letter) {
        return String.valueOf(new char[] {letter});
    }
}
