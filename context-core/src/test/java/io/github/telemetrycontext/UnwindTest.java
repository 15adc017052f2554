package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.UnwindableScope;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker") // tests another way to end scopes
class UnwindTest implements LeavesNoContext {

    private static final TelemetryContext A =
            TelemetryContext.builder().sessionId("a").build();
    private static final TelemetryContext B =
            TelemetryContext.builder().sessionId("b").build();
    private static final TelemetryContext C =
            TelemetryContext.builder().sessionId("c").build();

    private static UnwindableScope open(TelemetryContext context) {
        return (UnwindableScope) context.makeCurrent();
    }

    @Test
    void closesScopesLeftOpenInside() {
        UnwindableScope a = open(A);
        UnwindableScope b = open(B);
        Scope left = C.makeCurrent();
        TelemetryContext.empty().makeCurrent();

        b.unwind();
        assertThat(TelemetryContext.current()).isSameAs(A);
        left.close();
        b.unwind();
        assertThat(TelemetryContext.current()).isSameAs(A);
        a.unwind();
    }

    @Test
    void skipsClosedOuterScope() {
        Scope a = A.makeCurrent();
        UnwindableScope b = open(B);
        a.close();

        b.unwind();
        assertThat(CurrentContext.held()).isNull();
    }

    @Test
    void closesScopesLeftOpenInsideClosedScope() {
        UnwindableScope a = open(A);
        B.makeCurrent();
        a.close();
        assertThat(TelemetryContext.current()).isSameAs(B);

        a.unwind();
        assertThat(CurrentContext.held()).isNull();
    }

    @Test
    void keepsScopesOpenedAfterEnclosingBlockEnded() {
        AtomicReference<UnwindableScope> inside = new AtomicReference<>();
        A.toBuilder().run(() -> inside.set(open(B)));
        Scope c = C.makeCurrent();

        Objects.requireNonNull(inside.get()).unwind();
        assertThat(TelemetryContext.current()).isSameAs(C);
        c.close();
    }

    @Test
    void hasNoEffectOnAnotherThread() {
        UnwindableScope a = open(A);
        TelemetryContext elsewhere = CompletableFuture.supplyAsync(C.wrapSupplier(() -> {
                    a.unwind();
                    return TelemetryContext.current();
                }))
                .join();

        assertThat(elsewhere).isSameAs(C);
        assertThat(TelemetryContext.current()).isSameAs(A);
        a.unwind();
    }

    @Test
    void leavesNoContextWhenBlockIsUnwoundFromInside() {
        UnwindableScope a = open(A);
        AtomicReference<Scope> later = new AtomicReference<>();
        B.toBuilder().run(() -> {
            a.unwind();
            later.set(C.makeCurrent());
        });
        Objects.requireNonNull(later.get()).close();

        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }
}
