package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Checks that events of one context on two threads get a complete map with the MDC of their own thread. */
@JCStressTest
@Outcome(
        id = "s-1 u-1 2 session_id, s-1 u-2 2 session_id, s-1 null 1 session_id",
        expect = Expect.ACCEPTABLE,
        desc = "Each event has the MDC of its thread.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Mixed up or incomplete.")
@State
public class MergedMapStress {

    private static final TelemetryMdcAdapter ADAPTER = adapter();

    private final TelemetryContext context =
            TelemetryContext.builder().sessionId("s-1").build();

    private static TelemetryMdcAdapter adapter() {
        LoggerContext logback = new LoggerContext();
        logback.setMDCAdapter(new LogbackMDCAdapter());
        return TelemetryMdcAdapter.install(logback);
    }

    @Actor
    public void first(LLL_Result result) {
        result.r1 = mapOfEvent("u-1");
    }

    @Actor
    public void second(LLL_Result result) {
        result.r2 = mapOfEvent("u-2");
    }

    @Arbiter
    public void withoutMdc(LLL_Result result) {
        result.r3 = mapOfEvent(null);
    }

    private String mapOfEvent(@Nullable String user) {
        if (user != null) {
            ADAPTER.put("user", user);
        }
        try {
            Map<String, String> map =
                    context.wrapSupplier(ADAPTER::getPropertyMap).get();
            return map == null
                    ? "none"
                    : map.get("session_id") + " " + map.get("user") + " " + map.size() + " "
                            + map.entrySet().iterator().next().getKey();
        } finally {
            ADAPTER.clear();
        }
    }
}
