package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Map;

/** The contract with what the OpenTelemetry context carries, which has to be what the core says, wherever it is asked. */
class CarriedContractTest extends ContextPropagationContract {

    @Override
    protected Map<String, String> fieldsShown() {
        Map<String, String> current = TelemetryContext.current().toStringMap();
        TelemetryContext carried = CarriedEntry.in(Context.current());
        Map<String, String> shown = carried == null ? Map.of() : carried.toStringMap();
        // A virtual thread inherits the core's context, and no OpenTelemetry context.
        return carried == null ? current : shown.equals(current) ? shown : Map.of("carried", shown + " not " + current);
    }

    /** An entry of ours is left behind under an OpenTelemetry scope that nobody closes, and pins nothing. */
    @Override
    @SuppressWarnings("MustBeClosedChecker") // leaving the other scope open is what is tested
    protected void useInAClassLoaderOfItsOwn() throws Exception {
        super.useInAClassLoaderOfItsOwn();
        var ours = TelemetryContext.builder().sessionId("s-1").open();
        var unused = Context.current().with(ContextKey.named("other"), "x").makeCurrent();
        ours.close();
        assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
        assertThat(Context.current()).isNotSameAs(Context.root());
    }
}
