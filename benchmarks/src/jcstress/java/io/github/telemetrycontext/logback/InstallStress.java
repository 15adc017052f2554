package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Checks that two threads install one adapter and one filter without a status, and that an event has all fields or none. */
@JCStressTest
@Outcome(id = "none, 1 0, true", expect = Expect.ACCEPTABLE, desc = "The event came first.")
@Outcome(id = "s-1 1, 1 0, true", expect = Expect.ACCEPTABLE, desc = "The event came later.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Installed twice, reported, or an incomplete event.")
@State
public class InstallStress {

    private static final TelemetryContext CONTEXT =
            TelemetryContext.builder().sessionId("s-1").build();

    private final LoggerContext logback = new LoggerContext();
    private final Logger logger = logback.getLogger("app");

    private Object ofFirst = "";
    private Object ofSecond = "";

    public InstallStress() {
        logback.setMDCAdapter(new LogbackMDCAdapter());
    }

    @Actor
    public void first() {
        ofFirst = TelemetryMdcAdapter.install(logback);
    }

    @Actor
    public void second(LLL_Result result) {
        result.r1 = CONTEXT.wrapSupplier(this::mapOfEvent).get();
        ofSecond = TelemetryMdcAdapter.install(logback);
    }

    private String mapOfEvent() {
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, "message", null, null);
        var map = event.getMDCPropertyMap();
        return map.isEmpty() ? "none" : map.get("session_id") + " " + map.size();
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
        long filters = logback.getTurboFilterList().stream()
                .filter(TelemetryTurboFilter.class::isInstance)
                .count();
        result.r2 = filters + " " + logback.getStatusManager().getCount();
        result.r3 = ofFirst == ofSecond && logback.getMDCAdapter() == ofFirst;
    }
}
