package io.github.telemetrycontext.testkit;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Map;

class CoreContractTest extends ContextPropagationContract {

    @Override
    protected Map<String, String> fieldsShown() {
        return TelemetryContext.current().toStringMap();
    }
}
