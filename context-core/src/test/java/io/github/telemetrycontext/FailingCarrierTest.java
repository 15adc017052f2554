package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a JVM that has a {@link FailingCarrier}, in which all other tests run too. */
@Tag("failing-carrier")
class FailingCarrierTest implements LeavesNoContext {

    private static final TelemetryContext ONE =
            TelemetryContext.builder().sessionId("s-1").build();
    private static final TelemetryContext TWO =
            TelemetryContext.builder().sessionId("s-2").build();

    @Test
    void scopesAreWhatTheyAreWithoutACarrierAlthoughItIsAskedEachTime() {
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
    void theFirstFailureGoesToTheLogAndNamesTheCulprit() throws Exception {
        String output = ForkedJvm.output(Program.class, System.getProperty("java.class.path"));

        assertThat(output.lines().filter(line -> line.contains("fails to carry the context")))
                .singleElement()
                .asString()
                .contains("WARNING: " + FailingCarrier.class.getName() + " fails");
        assertThat(output).contains("on purpose");
    }

    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            nestedScopes();
            nestedScopes();
        }
    }
}
