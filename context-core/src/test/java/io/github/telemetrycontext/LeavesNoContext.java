package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/** Fails a test that leaves a context on its thread. Clears the thread for the next test. */
interface LeavesNoContext {

    @AfterEach
    default void noContextIsLeft() {
        Object left = CurrentContext.held();
        CurrentContext.hold(null);
        CarrierTest.ThreadLocalCarrier.forget();
        assertThat(left).as("context left on the thread of the test").isNull();
    }
}
