package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import io.opentelemetry.context.Context;
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
}
