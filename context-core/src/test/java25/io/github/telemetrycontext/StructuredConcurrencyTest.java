package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Subtask;
import org.junit.jupiter.api.Test;

class StructuredConcurrencyTest implements LeavesNoContext {

    @Test
    void forkStartsWithContextCurrentAtFork() throws Exception {
        TelemetryContext context = TelemetryContext.builder().sessionId("a").build();
        try (Scope scope = context.makeCurrent();
                var tasks = StructuredTaskScope.open()) {
            assertThat(scope).isNotNull();
            Subtask<TelemetryContext> first = tasks.fork(TelemetryContext::current);
            Subtask<TelemetryContext> second;
            try (Scope nested = TelemetryContext.with().samplingIteration(2).open()) {
                assertThat(nested).isNotNull();
                second = tasks.fork(TelemetryContext::current);
            }
            tasks.join();
            assertThat(first.get()).isEqualTo(context);
            assertThat(second.get())
                    .isEqualTo(context.toBuilder().samplingIteration(2).build());
        }
    }
}
