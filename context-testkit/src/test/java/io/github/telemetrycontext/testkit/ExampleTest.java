package io.github.telemetrycontext.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.telemetrycontext.TelemetryContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class ExampleTest {

    private final List<String> asked = new ArrayList<>();

    private void askModel() {
        asked.add(TelemetryContext.current().toString());
    }

    @Test
    void callsModelWithRequestId() {
        TelemetryContext.with().requestId("r-1").run(this::askModel);

        assertEquals(List.of("TelemetryContext{request_id=r-1}"), asked);
    }
}
