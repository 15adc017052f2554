package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a JVM with {@code -Dtelemetry.context.inherit=never}. */
@Tag("inherit-never")
class InheritanceOffTest implements LeavesNoContext {

    @Test
    void virtualThreadStartsWithoutContext() throws Exception {
        assertThat(System.getProperty("telemetry.context.inherit")).isEqualTo("never");
        TelemetryContext context = TelemetryContext.builder().sessionId("a").build();
        try (Scope scope = context.makeCurrent();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(scope).isNotNull();
            assertThat(executor.submit(TelemetryContext::current).get()).isSameAs(TelemetryContext.empty());
            assertThat(executor.submit(context.wrap(TelemetryContext::current)).get())
                    .isSameAs(context);
        }
    }
}
