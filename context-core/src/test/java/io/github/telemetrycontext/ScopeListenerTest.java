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

/** Runs in a JVM with the listeners {@link First} and {@link Second}. */
@Tag("services")
@SuppressWarnings("MustBeClosedChecker") // tests open and close separately
class ScopeListenerTest implements LeavesNoContext {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static final Map<Scope, String> SESSIONS = Collections.synchronizedMap(new WeakHashMap<>());

    private static final TelemetryContext A = context("a");
    private static final TelemetryContext B = context("b");

    private static TelemetryContext context(String session) {
        return TelemetryContext.builder().sessionId(session).build();
    }

    @BeforeEach
    void clearCalls() {
        CALLS.clear();
    }

    @Test
    void callsAllListenersBeforeScopeIsCurrentAndAfterRestore() {
        Scope scope = A.makeCurrent();
        assertThat(CALLS).containsExactly("first opened a in null", "second opened a in null");
        CALLS.clear();

        scope.close();
        scope.close();
        assertThat(CALLS).containsExactly("first closed a in null", "second closed a in null");
    }

    @Test
    void callsListenersForBlocks() {
        List<String> opened = List.of("first opened a in null", "second opened a in null");
        A.toBuilder().run(() -> assertThat(CALLS).isEqualTo(opened));
        assertThat(CALLS).hasSize(4).endsWith("first closed a in null", "second closed a in null");
        CALLS.clear();

        assertThat(A.toBuilder().<List<String>, RuntimeException>call(() -> List.copyOf(CALLS)))
                .isEqualTo(opened);
        assertThat(CALLS).hasSize(4).endsWith("first closed a in null", "second closed a in null");
    }

    @Test
    void doesNotCallListenersAgainWhenClosedScopeIsUnwound() {
        UnwindableScope a = (UnwindableScope) A.makeCurrent();
        B.makeCurrent();
        a.close();
        CALLS.clear();

        a.unwind();
        assertThat(CALLS).isEmpty();
    }

    @Test
    void doesNotOpenRefusedScopeAndClosesItForEarlierListeners() {
        Scope around = A.makeCurrent();
        CALLS.clear();

        assertThatIllegalStateException()
                .isThrownBy(() -> context("refused").makeCurrent())
                .withMessage("second refuses")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(TelemetryContext.current()).isSameAs(A);
        assertThat(CALLS).containsExactly("first opened refused in a", "first closed refused in a");
        around.close();
    }

    @Test
    void refusalHasExceptionOfClosedAsSuppressed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> context("refused, complaint").makeCurrent())
                .withMessage("second refuses")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("first complains")));
    }

    @Test
    void errorRefusesScopeLikeException() {
        Scope around = A.makeCurrent();
        CALLS.clear();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> context("refused, error").makeCurrent())
                .withMessage("second refuses with an error");
        assertThat(TelemetryContext.current()).isSameAs(A);
        assertThat(CALLS).containsExactly("first opened refused, error in a", "first closed refused, error in a");
        around.close();
    }

    @Test
    void throwsErrorAfterCallingAllListeners() {
        Scope scope = context("complaint, error").makeCurrent();
        CALLS.clear();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(scope::close)
                .withMessage("first complains with an error")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("second complains with an error")));
        assertThat(CALLS)
                .containsExactly("first closed complaint, error in null", "second closed complaint, error in null");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void opensScopeWhenListenerFailsToLink() {
        Scope scope = context("unlinkable").makeCurrent();
        assertThat(TelemetryContext.current().sessionId()).isEqualTo("unlinkable");
        scope.close();

        assertThat(CALLS).containsExactly("first opened unlinkable in null", "first closed unlinkable in null");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void throwsExceptionAfterCallingAllListeners() {
        Scope scope = context("complaint").makeCurrent();
        CALLS.clear();

        assertThatIllegalStateException()
                .isThrownBy(scope::close)
                .withMessage("first complains")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("second complains")));
        assertThat(CALLS).containsExactly("first closed complaint in null", "second closed complaint in null");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    /** Records its calls with the current session. Throws when it closes a session named "complaint". */
    private static class RecordingListener implements ScopeListener {

        private final String name;

        RecordingListener(String name) {
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
            String session = SESSIONS.getOrDefault(scope, "unknown scope");
            note("closed", session);
            if (session.equals("complaint, error")) {
                throw new AssertionError(name + " complains with an error");
            }
            if (session.contains("complaint")) {
                throw new IllegalStateException(name + " complains");
            }
        }

        private void note(String what, String session) {
            CALLS.add(name + " " + what + " " + session + " in "
                    + TelemetryContext.current().sessionId());
        }
    }

    /** Records all calls. */
    public static final class First extends RecordingListener {

        public First() {
            super("first");
        }
    }

    /** Also refuses sessions named "refused", and fails to link for a session named "unlinkable". */
    public static final class Second extends RecordingListener {

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
