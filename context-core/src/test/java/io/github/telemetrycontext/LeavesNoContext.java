package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/** For tests that open scopes: none of them may be left on the thread of the test, and none reaches the next test. */
interface LeavesNoContext {

    @AfterEach
    default void noContextIsLeft() {
        Object left = CurrentContext.held();
        CurrentContext.hold(null);
        CarrierTest.ThreadsOwn.forget();
        assertThat(left).as("what the test's thread holds").isNull();
    }
}
