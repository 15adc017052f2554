package io.github.telemetrycontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.telemetrycontext.TelemetryContext;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class TelemetryContextExtensionTest {

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static Throwable failureOf(Class<?> tests) {
        List<Event> failed = run(tests).testEvents().failed().list();
        assertThat(failed).hasSize(1);
        return failed.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private static List<String> methodsOf(Throwable opening) {
        return List.of(opening.getStackTrace()).stream()
                .map(StackTraceElement::getMethodName)
                .toList();
    }

    @Test
    void aTestThatClosesItsScopesPasses() {
        run(WatchedTests.Tidy.class)
                .testEvents()
                .assertStatistics(stats -> stats.started(2).succeeded(2));
    }

    @Test
    void aTestThatLeavesScopesOpenFailsWithTheStackTracesOfTheOpeners() {
        Throwable failure = failureOf(WatchedTests.Leaking.class);

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left 2 scopes open")
                .hasMessageContaining("session_id=outer")
                .hasMessageContaining("model_id=inner")
                .hasMessageContaining(Thread.currentThread().getName());
        assertThat(methodsOf(Objects.requireNonNull(failure.getCause()))).contains("opensTheInnerOne");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(outer -> assertThat(methodsOf(outer)).contains("opensTheOuterOne"));
        assertThat(TelemetryContext.current().isEmpty())
                .as("what was left is cleaned up")
                .isTrue();
    }

    @Test
    void aScopeLeftOpenOnAnotherThreadFailsTheTestToo() {
        assertThat(failureOf(WatchedTests.LeakingElsewhere.class)).hasMessageContaining("session_id=pooled");
    }

    @Test
    void scopesAroundEachAndAroundAllTestsAreFine() {
        run(WatchedTests.Surrounded.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        run(WatchedTests.SurroundedByItsInstance.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void aTestThatClosesAScopeAroundItFails() {
        assertThat(failureOf(WatchedTests.ClosingTooMuch.class))
                .hasMessageContaining("closed a scope that it had not opened");
    }

    @Test
    void withAutodetectionEveryTestIsWatched() {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectClass(WatchedTests.Unnamed.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.failed(1));
    }
}
