package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Checks that concurrent threads get the same complete view, and that no kind of view replaces another. */
@JCStressTest
@Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "Complete, and the same for all threads.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A view is incomplete, lost, or there are two.")
@State
public class ViewIsMadeOnceStress {

    private static final ContextView<Parts> ONE = new ContextView<>(Parts::new);
    private static final ContextView<Parts> OTHER = new ContextView<>(Parts::new);

    private final TelemetryContext context =
            TelemetryContext.builder().sessionId("s-1").build();

    private Parts ofFirst = Parts.NONE;
    private Parts ofSecond = Parts.NONE;
    private Parts otherOfFirst = Parts.NONE;

    @Actor
    public void first(ZZZ_Result result) {
        otherOfFirst = context.view(OTHER);
        ofFirst = context.view(ONE);
        result.r1 = ofFirst.areComplete();
    }

    @Actor
    public void second(ZZZ_Result result) {
        ofSecond = context.view(ONE);
        result.r2 = ofSecond.areComplete();
    }

    @Arbiter
    public void afterwards(ZZZ_Result result) {
        result.r3 = ofFirst == ofSecond && context.view(ONE) == ofFirst && context.view(OTHER) == otherOfFirst;
    }

    /** Has no final fields, so that only safe publication makes it complete. */
    private static final class Parts {

        static final Parts NONE = new Parts(TelemetryContext.empty());

        private String session;
        private int length;

        Parts(TelemetryContext context) {
            session = String.valueOf(context.sessionId());
            length = session.length();
        }

        @SuppressWarnings("ConstantValue") // a thread might see null
        boolean areComplete() {
            return session != null && length == 3;
        }
    }
}
