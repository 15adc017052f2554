package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in its own JVM with {@code telemetry.context.strict}. Scopes that throw are propagated like others. */
@Tag("strict")
@SuppressWarnings("MustBeClosedChecker") // closes in several orders on purpose
class StrictCarrierTest {

    private static final TelemetryContext ONE =
            TelemetryContext.builder().sessionId("s-1").build();
    private static final TelemetryContext TWO =
            TelemetryContext.builder().sessionId("s-2").build();

    @AfterEach
    void assertNoContextLeft() {
        assertThat(TelemetryContext.current()).isEqualTo(TelemetryContext.empty());
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void propagatesNestedScopes() {
        Scope outer = ONE.makeCurrent();
        Scope inner = TWO.makeCurrent();
        assertThat(CarriedEntry.in(Context.current())).isEqualTo(TWO);
        inner.close();
        assertThat(CarriedEntry.in(Context.current())).isEqualTo(ONE);
        outer.close();
    }

    @Test
    void reportsCloseOutOfOrderAndDoesNotRestoreClosedContext() {
        Scope outer = ONE.makeCurrent();
        Scope inner = TWO.makeCurrent();
        assertThatThrownBy(outer::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("out of order");
        assertThat(CarriedEntry.in(Context.current())).isEqualTo(TWO);
        inner.close();
    }

    @Test
    void reportsAndClosesScopeThatBlockLeavesOpen() {
        assertThatThrownBy(() -> ONE.wrap((Runnable) TWO::makeCurrent).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never closed");
    }
}
