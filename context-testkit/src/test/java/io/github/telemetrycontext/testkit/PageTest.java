package io.github.telemetrycontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class PageTest {

    @Test
    void pageShowsFailureOfTestThatLeavesScopeOpen() {
        Throwable failure = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(WatchedTests.LeakingRequest.class))
                .execute()
                .testEvents()
                .failed()
                .list()
                .get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();

        assertThat(new Markdown(Path.of("../docs/testing.md")).lines("text")).containsExactly(failure.toString());
    }
}
