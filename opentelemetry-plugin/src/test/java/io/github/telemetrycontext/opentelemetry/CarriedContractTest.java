package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Map;

/** Checks that OpenTelemetry's context always carries the current context of the core. */
class CarriedContractTest extends ContextPropagationContract {

    @Override
    protected Map<String, String> fieldsShown() {
        Map<String, String> current = TelemetryContext.current().toStringMap();
        TelemetryContext carried = CarriedEntry.in(Context.current());
        Map<String, String> shown = carried == null ? Map.of() : carried.toStringMap();
        // A virtual thread inherits the core's context, but no OpenTelemetry context.
        return carried == null ? current : shown.equals(current) ? shown : Map.of("carried", shown + " not " + current);
    }

    /**
     * Leaves an entry behind under an OpenTelemetry scope that is never closed. The entry must not pin the class
     * loader.
     */
    @Override
    @SuppressWarnings("MustBeClosedChecker") // leaves the other scope open on purpose
    protected void useInSeparateClassLoader() throws Exception {
        super.useInSeparateClassLoader();
        var ours = TelemetryContext.builder().sessionId("s-1").open();
        var unused = Context.current().with(ContextKey.named("other"), "x").makeCurrent();
        ours.close();
        assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
        assertThat(Context.current()).isNotSameAs(Context.root());
    }
}
