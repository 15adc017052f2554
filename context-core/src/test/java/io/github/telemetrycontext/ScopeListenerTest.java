package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import io.github.telemetrycontext.spi.UnwindableScope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM that has two listeners, {@link First} and {@link Second}. */
@Tag("services")
@SuppressWarnings("MustBeClosedChecker") // what is heard of opening and closing is what is tested
class ScopeListenerTest implements LeavesNoContext {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();
    private static final Map<Scope, String> SESSIONS = Collections.synchronizedMap(new WeakHashMap<>());

    private static final TelemetryContext A = context("a");
    private static final TelemetryContext B = context("b");

    private static TelemetryContext context(String session) {
        return TelemetryContext.builder().sessionId(session).build();
    }

    @BeforeEach
    void nothingIsHeardYet() {
        HEARD.clear();
    }

    @Test
    void allListenersHearOfAScopeBeforeItIsCurrentAndAfterItWas() {
        Scope scope = A.makeCurrent();
        assertThat(HEARD).containsExactly("first opened a in null", "second opened a in null");
        HEARD.clear();

        scope.close();
        scope.close();
        assertThat(HEARD).containsExactly("first closed a in null", "second closed a in null");
    }

    @Test
    void aBlockOfCodeIsAScope() {
        List<String> opened = List.of("first opened a in null", "second opened a in null");
        A.toBuilder().run(() -> assertThat(HEARD).isEqualTo(opened));
        assertThat(HEARD).hasSize(4).endsWith("first closed a in null", "second closed a in null");
        HEARD.clear();

        assertThat(A.toBuilder().<List<String>, RuntimeException>call(() -> List.copyOf(HEARD)))
                .isEqualTo(opened);
        assertThat(HEARD).hasSize(4).endsWith("first closed a in null", "second closed a in null");
    }

    @Test
    void aScopeThatIsClosedAlreadyIsNotHeardOfOnceMoreWhenItIsUnwound() {
        UnwindableScope a = (UnwindableScope) A.makeCurrent();
        B.makeCurrent();
        a.close();
        HEARD.clear();

        a.unwind();
        assertThat(HEARD).isEmpty();
    }

    @Test
    void aRefusedScopeIsNotOpenedAndThoseThatHaveHeardOfItHearThatItIsClosed() {
        Scope around = A.makeCurrent();
        HEARD.clear();

        assertThatIllegalStateException()
                .isThrownBy(() -> context("refused").makeCurrent())
                .withMessage("second refuses")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(TelemetryContext.current()).isSameAs(A);
        assertThat(HEARD).containsExactly("first opened refused in a", "first closed refused in a");
        around.close();
    }

    @Test
    void whoComplainsOfTheEndOfARefusedScopeDoesNotHideTheRefusal() {
        assertThatIllegalStateException()
                .isThrownBy(() -> context("refused, complaint").makeCurrent())
                .withMessage("second refuses")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("first complains")));
    }

    @Test
    void anErrorOfAListenerRefusesTheScopeAsAnExceptionDoes() {
        Scope around = A.makeCurrent();
        HEARD.clear();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> context("refused, error").makeCurrent())
                .withMessage("second refuses with an error");
        assertThat(TelemetryContext.current()).isSameAs(A);
        assertThat(HEARD).containsExactly("first opened refused, error in a", "first closed refused, error in a");
        around.close();
    }

    @Test
    void anErrorReachesTheCallerOnceAllListenersHaveHeard() {
        Scope scope = context("complaint, error").makeCurrent();
        HEARD.clear();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(scope::close)
                .withMessage("first complains with an error")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("second complains with an error")));
        assertThat(HEARD)
                .containsExactly("first closed complaint, error in null", "second closed complaint, error in null");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void aListenerThatDoesNotLinkCostsItselfAndNotTheScope() {
        Scope scope = context("unlinkable").makeCurrent();
        assertThat(TelemetryContext.current().sessionId()).isEqualTo("unlinkable");
        scope.close();

        assertThat(HEARD).containsExactly("first opened unlinkable in null", "first closed unlinkable in null");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void complaintsReachTheCallerOnceAllHaveHeard() {
        Scope scope = context("complaint").makeCurrent();
        HEARD.clear();

        assertThatIllegalStateException()
                .isThrownBy(scope::close)
                .withMessage("first complains")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("second complains")));
        assertThat(HEARD).containsExactly("first closed complaint in null", "second closed complaint in null");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    /** A listener that notes what it hears and what is current meanwhile, and complains of what is meant for that. */
    private static class Noting implements ScopeListener {

        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override
        public void opened(Scope scope, TelemetryContext context) {
            String session = String.valueOf(context.sessionId());
            SESSIONS.put(scope, session);
            note("opened", session);
        }

        @Override
        public void closed(Scope scope) {
            String session = SESSIONS.getOrDefault(scope, "what it has not heard of");
            note("closed", session);
            if (session.equals("complaint, error")) {
                throw new AssertionError(name + " complains with an error");
            }
            if (session.contains("complaint")) {
                throw new IllegalStateException(name + " complains");
            }
        }

        private void note(String what, String session) {
            HEARD.add(name + " " + what + " " + session + " in "
                    + TelemetryContext.current().sessionId());
        }
    }

    /** Hears of everything. */
    public static final class First extends Noting {

        public First() {
            super("first");
        }
    }

    /** Refuses what is meant for that. */
    public static final class Second extends Noting {

        public Second() {
            super("second");
        }

        @Override
        public void opened(Scope scope, TelemetryContext context) {
            String session = String.valueOf(context.sessionId());
            if (session.equals("refused, error")) {
                throw new AssertionError("second refuses with an error");
            }
            if (session.startsWith("refused")) {
                throw new IllegalStateException("second refuses");
            }
            failToLink(session);
            super.opened(scope, context);
        }

        @Override
        public void closed(Scope scope) {
            failToLink(SESSIONS.getOrDefault(scope, ""));
            super.closed(scope);
        }

        private static void failToLink(String session) {
            if (session.equals("unlinkable")) {
                throw new NoClassDefFoundError("on purpose");
            }
        }
    }
}
