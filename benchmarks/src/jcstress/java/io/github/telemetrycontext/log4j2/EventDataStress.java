package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.logging.log4j.util.StringMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Checks that the first two events of a context, on two threads, have the complete frozen map. */
@JCStressTest
@Outcome(id = "s-1 3 true, s-1 3 true", expect = Expect.ACCEPTABLE, desc = "Complete.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A field is missing, or the map can be changed.")
@State
public class EventDataStress {

    private static final TelemetryContextDataProvider PROVIDER = new TelemetryContextDataProvider();

    private final TelemetryContext context =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(3).build();

    @Actor
    public void first(LL_Result result) {
        result.r1 = eventData();
    }

    @Actor
    public void second(LL_Result result) {
        result.r2 = eventData();
    }

    private String eventData() {
        StringMap data = context.wrapSupplier(PROVIDER::supplyStringMap).get();
        return data.getValue("session_id") + " " + data.getValue("sampling_iteration") + " " + data.isFrozen();
    }
}
