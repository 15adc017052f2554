package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.UnwindableScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM that has the carrier {@link ThreadsOwn}. */
@Tag("services")
@SuppressWarnings("MustBeClosedChecker") // what is carried however scopes end is what is tested
class CarrierTest implements LeavesNoContext {

    private static final TelemetryContext A = context("a");
    private static final TelemetryContext B = context("b");
    private static final TelemetryContext C = context("c");

    private static TelemetryContext context(String session) {
        return TelemetryContext.builder().sessionId(session).build();
    }

    @AfterEach
    void nothingIsCarriedAnyMore() {
        assertThat(ThreadsOwn.CARRIED.get()).isNull();
    }

    private static void carries(@Nullable TelemetryContext context) {
        Carried carried = ThreadsOwn.CARRIED.get();
        assertThat(carried == null ? null : carried.context).isEqualTo(context);
    }

    @Test
    void aScopeIsCarriedUntilItIsClosed() {
        Scope a = A.makeCurrent();
        Scope b = B.makeCurrent();
        carries(B);
        b.close();
        carries(A);
        a.close();
        carries(null);
    }

    @Test
    void aBlockIsCarriedUntilItEndsWithWhatItLeavesOpen() {
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
    void anUnwoundScopeIsNoLongerCarriedNorAreThoseInside() {
        Scope a = A.makeCurrent();
        UnwindableScope b = (UnwindableScope) B.makeCurrent();
        C.makeCurrent();

        b.unwind();
        carries(A);
        a.close();
    }

    @Test
    void aScopeClosedOutOfOrderIsCarriedNeitherThenNorWhenTheInnerOneIsClosed() {
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
    void whatIsCarriedToAThreadIsCurrentWhereNoScopeIsOpen() {
        ContextCarrier.Attachment arrived = new ThreadsOwn().attach(A);
        assertThat(TelemetryContext.current()).isSameAs(A);
        Scope scope = B.makeCurrent();
        assertThat(TelemetryContext.current()).isSameAs(B);
        scope.close();
        assertThat(TelemetryContext.current()).isSameAs(A);

        arrived.detach();
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void anEmptyContextIsCarriedTooAndHidesWhatWasCarriedBefore() {
        ContextCarrier.Attachment arrived = new ThreadsOwn().attach(A);
        TelemetryContext.builder().run(() -> {
            carries(TelemetryContext.empty());
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        });
        arrived.detach();
    }

    @Test
    void aScopeIsWhatItIsAlthoughItsContextCannotBeCarried() {
        for (String failure : new String[] {"attach", "detach"}) {
            TelemetryContext failing = context(failure + " fails");
            Scope scope = failing.makeCurrent();
            assertThat(TelemetryContext.current()).isSameAs(failing);
            scope.close();
            assertThat(CurrentContext.held()).isNull();
        }
        ThreadsOwn.forget();
    }

    @Test
    void aThreadHasNoContextIfTheCarrierFailsToTellWhatItHasCarried() {
        new ThreadsOwn().attach(context("telling fails"));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        ThreadsOwn.forget();
    }

    /** What is attached to a thread, and what was attached before. */
    private record Carried(
            TelemetryContext context, @Nullable Carried before) {}

    /** Carries for each thread what was attached last and is not detached; it fails with what is meant for that. */
    public static final class ThreadsOwn implements ContextCarrier {

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
            failWith("telling fails", carried.context);
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
