package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.UnwindableScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a JVM with the carrier {@link ThreadLocalCarrier}. */
@Tag("services")
@SuppressWarnings("MustBeClosedChecker") // tests scopes that end without close()
class CarrierTest implements LeavesNoContext {

    private static final TelemetryContext A = context("a");
    private static final TelemetryContext B = context("b");
    private static final TelemetryContext C = context("c");

    private static TelemetryContext context(String session) {
        return TelemetryContext.builder().sessionId(session).build();
    }

    @AfterEach
    void carriesNothingAfterTest() {
        assertThat(ThreadLocalCarrier.CARRIED.get()).isNull();
    }

    private static void carries(@Nullable TelemetryContext context) {
        Carried carried = ThreadLocalCarrier.CARRIED.get();
        assertThat(carried == null ? null : carried.context).isEqualTo(context);
    }

    @Test
    void carriesScopeUntilClosed() {
        Scope a = A.makeCurrent();
        Scope b = B.makeCurrent();
        carries(B);
        b.close();
        carries(A);
        a.close();
        carries(null);
    }

    @Test
    void detachesBlockAndScopesLeftOpenInsideWhenBlockEnds() {
        A.toBuilder().run(() -> {
            carries(A);
            B.makeCurrent();
            C.makeCurrent();
            carries(C);
        });
        carries(null);

        assertThat(A.toBuilder().<String, RuntimeException>call(() -> {
                    carries(A);
                    B.makeCurrent();
                    return "the result";
                }))
                .isEqualTo("the result");
        carries(null);
    }

    @Test
    void detachesUnwoundScopeAndScopesInside() {
        Scope a = A.makeCurrent();
        UnwindableScope b = (UnwindableScope) B.makeCurrent();
        C.makeCurrent();

        b.unwind();
        carries(A);
        a.close();
    }

    @Test
    void neverCarriesScopeAgainAfterCloseOutOfOrder() {
        Scope a = A.makeCurrent();
        Scope b = B.makeCurrent();
        Scope c = C.makeCurrent();

        b.close();
        carries(C);
        c.close();
        carries(A);
        a.close();
    }

    @Test
    void usesCarriedContextWhenNoScopeIsOpen() {
        ContextCarrier.Attachment arrived = new ThreadLocalCarrier().attach(A);
        assertThat(TelemetryContext.current()).isSameAs(A);
        Scope scope = B.makeCurrent();
        assertThat(TelemetryContext.current()).isSameAs(B);
        scope.close();
        assertThat(TelemetryContext.current()).isSameAs(A);

        arrived.detach();
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void emptyContextHidesCarriedContext() {
        ContextCarrier.Attachment arrived = new ThreadLocalCarrier().attach(A);
        TelemetryContext.builder().run(() -> {
            carries(TelemetryContext.empty());
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        });
        arrived.detach();
    }

    @Test
    void opensAndClosesScopeWhenCarrierFails() {
        for (String failure : new String[] {"attach", "detach"}) {
            TelemetryContext failing = context(failure + " fails");
            Scope scope = failing.makeCurrent();
            assertThat(TelemetryContext.current()).isSameAs(failing);
            scope.close();
            assertThat(CurrentContext.held()).isNull();
        }
        ThreadLocalCarrier.forget();
    }

    @Test
    void returnsEmptyContextWhenCarriedThrows() {
        new ThreadLocalCarrier().attach(context("carried fails"));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        ThreadLocalCarrier.forget();
    }

    /** The context attached to a thread, and the previous one. */
    private record Carried(
            TelemetryContext context, @Nullable Carried before) {}

    /** Keeps the attached contexts of each thread. Fails for the sessions that name a failure. */
    public static final class ThreadLocalCarrier implements ContextCarrier {

        private static final ThreadLocal<@Nullable Carried> CARRIED = new ThreadLocal<>();

        @Override
        public Attachment attach(TelemetryContext context) {
            failWith("attach fails", context);
            Carried attached = new Carried(context, CARRIED.get());
            CARRIED.set(attached);
            return () -> {
                failWith("detach fails", context);
                if (attached.equals(CARRIED.get())) {
                    carry(attached.before);
                }
            };
        }

        @Override
        public @Nullable TelemetryContext carried() {
            Carried carried = CARRIED.get();
            if (carried == null) {
                return null;
            }
            failWith("carried fails", carried.context);
            return carried.context;
        }

        static void forget() {
            CARRIED.remove();
        }

        private static void carry(@Nullable Carried carried) {
            if (carried == null) {
                CARRIED.remove();
            } else {
                CARRIED.set(carried);
            }
        }

        private static void failWith(String session, TelemetryContext context) {
            if (session.equals(context.sessionId())) {
                throw new IllegalStateException(session + " on purpose");
            }
        }
    }
}
