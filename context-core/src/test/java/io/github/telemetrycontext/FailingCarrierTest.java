package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a JVM with a {@link FailingCarrier}. All other tests run in this JVM, too. */
@Tag("failing-carrier")
class FailingCarrierTest implements LeavesNoContext {

    private static final TelemetryContext ONE =
            TelemetryContext.builder().sessionId("s-1").build();
    private static final TelemetryContext TWO =
            TelemetryContext.builder().sessionId("s-2").build();

    @Test
    void scopesWorkWhenCarrierFails() {
        int attaching = FailingCarrier.ATTACHING.get();
        int detaching = FailingCarrier.DETACHING.get();
        int asked = FailingCarrier.ASKED.get();
        nestedScopes();
        nestedScopes();

        assertThat(FailingCarrier.ATTACHING).hasValue(attaching + 4);
        assertThat(FailingCarrier.DETACHING).hasValue(detaching + 2);
        assertThat(FailingCarrier.ASKED).hasValue(asked + 2);
    }

    private static void nestedScopes() {
        try (Scope outer = ONE.makeCurrent()) {
            assertThat(outer).isNotNull();
            TWO.toBuilder().run(() -> assertThat(TelemetryContext.current()).isEqualTo(TWO));
            assertThat(TelemetryContext.current()).isSameAs(ONE);
        }
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void logsFirstFailureWithClassOfCarrier() {
        assertThat(reports(Nested.class))
                .hasSize(2)
                .startsWith("WARNING: " + FailingCarrier.class.getName()
                        + " fails to carry the context. Check that all telemetry-context jars have the same version."
                        + " Further failures are not logged.")
                .endsWith("attached");
        assertThat(reports(Single.class))
                .hasSize(2)
                .startsWith("attached")
                .element(1)
                .asString()
                .contains("fails to carry the context");
    }

    private static List<String> reports(Class<?> program) {
        return new ForkedJvm()
                .run(program).succeeded().err().stream()
                        .filter(line -> line.startsWith("WARNING: ") || line.equals("attached"))
                        .toList();
    }

    /** The second scope can't be attached. */
    static final class Nested {

        private Nested() {}

        public static void main(String[] arguments) {
            ONE.toBuilder().run(() -> TWO.toBuilder().run(() -> System.err.println("attached")));
            nestedScopes();
        }
    }

    /** The only scope can't be detached. */
    static final class Single {

        private Single() {}

        public static void main(String[] arguments) {
            ONE.toBuilder().run(() -> System.err.println("attached"));
        }
    }
}
