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
import org.junit.platform.testkit.engine.Events;

class TelemetryContextExtensionTest {

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static Throwable failureOf(Class<?> tests) {
        return failureOf(tests, run(tests).testEvents());
    }

    private static Throwable failureOf(Class<?> tests, Events events) {
        List<Event> failed = events.failed().list();
        assertThat(failed).as(tests.getSimpleName()).hasSize(1);
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
    void passesTestThatClosesItsScopes() {
        run(WatchedTests.Tidy.class)
                .testEvents()
                .assertStatistics(stats -> stats.started(2).succeeded(2));
    }

    @Test
    void failsTestThatLeavesScopesOpenWithStackTracesOfOpeners() {
        Throwable failure = failureOf(WatchedTests.Leaking.class);

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left 2 scopes open")
                .hasMessageContaining("session_id=outer")
                .hasMessageContaining("model_id=inner")
                .hasMessageContaining(Thread.currentThread().getName());
        assertThat(methodsOf(Objects.requireNonNull(failure.getCause()))).contains("openInnerScope");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(outer -> assertThat(methodsOf(outer)).contains("openOuterScope"));
        assertThat(TelemetryContext.current().isEmpty())
                .as("open scopes are closed after the test")
                .isTrue();
    }

    @Test
    void failsTestThatLeavesScopeOpenOnAnotherThread() {
        assertThat(failureOf(WatchedTests.LeakingElsewhere.class)).hasMessageContaining("session_id=pooled");
    }

    @Test
    void acceptsScopesAroundEachAndAroundAllTests() {
        run(WatchedTests.Surrounded.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        run(WatchedTests.SurroundedByItsInstance.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        run(WatchedTests.SurroundedByBothInstances.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void failsTestThatClosesOuterScope() {
        assertThat(failureOf(WatchedTests.ClosingTooMuch.class))
                .hasMessageContaining("closed a scope that it did not open");
    }

    @Test
    void failsClassThatLeavesScopeOpenAroundItsTests() {
        for (Class<?> tests : List.of(WatchedTests.LeakingBeforeAll.class, WatchedTests.LeakingAfterAll.class)) {
            run(tests).testEvents().assertStatistics(stats -> stats.succeeded(1));
            assertThat(failureOf(tests, run(tests).containerEvents()))
                    .hasMessageContaining(tests.getSimpleName() + " left a scope open");
            assertThat(TelemetryContext.current().isEmpty()).isTrue();
        }
    }

    @Test
    void closesScopeOfFailingConstructor() {
        EngineExecutionResults results = run(WatchedTests.LeakingInConstructor.class);

        results.testEvents().assertStatistics(stats -> stats.failed(1));
        assertThat(failureOf(WatchedTests.LeakingInConstructor.class, results.containerEvents()))
                .hasMessageContaining("session_id=constructor");
        assertThat(TelemetryContext.current().isEmpty()).isTrue();
    }

    @Test
    void waitsForOtherThreadsWhenTestLeavesScopeOpen() {
        assertThat(failureOf(WatchedTests.LeakingWithTidyThread.class))
                .hasMessageContaining("session_id=leaked")
                .hasMessageNotContaining("session_id=tidy");
    }

    @Test
    void failsTestThatLeavesScopesOpenInsideBlock() {
        assertThat(failureOf(WatchedTests.LeakingInsideBlock.class))
                .hasMessageContaining("model_id=first")
                .hasMessageContaining("model_id=second")
                .hasMessageNotContaining("TelemetryContext{session_id=block},");
        assertThat(OpenScopes.latestFirst()).isEmpty();
    }

    @Test
    void checksEveryTestWithAutodetection() {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectClass(WatchedTests.Unnamed.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.failed(1));
    }
}
