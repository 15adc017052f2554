package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import java.util.Map;

/** The contract is for the plugins of others, too. */
class ContractOfAnotherProjectTest extends ContextPropagationContract {

    @Override
    protected Map<String, String> fieldsShown() {
        return TelemetryContext.current().toStringMap();
    }
}
