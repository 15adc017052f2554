package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import java.util.Map;

/** Tests that the contract works in a package of another project. */
class ContractOfAnotherProjectTest extends ContextPropagationContract {

    @Override
    protected Map<String, String> fieldsShown() {
        return TelemetryContext.current().toStringMap();
    }
}
