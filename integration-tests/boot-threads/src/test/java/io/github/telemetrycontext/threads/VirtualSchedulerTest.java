package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One virtual thread of the scheduler runs all tasks. It must not inherit the context of the request that schedules
 * the first task.
 */
@ExtendWith(TelemetryContextExtension.class)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualSchedulerTest {

    @Test
    void wrappedTasksHaveContextOfSubmitter() {
        try (RunningApplication application =
                new RunningApplication(SpringTasksTest.Shop.class, "--spring.threads.virtual.enabled=true")) {
            assertThat(application.ids("/schedule-wrapped", "reminds the customer"))
                    .isEqualTo(CARRIED);
        }
    }

    @Test
    void tasksNeverHaveIdsOfAnotherRequest() {
        try (RunningApplication application =
                new RunningApplication(SpringTasksTest.Shop.class, "--spring.threads.virtual.enabled=true")) {
            assertThat(application.ids("/schedule", "reminds the customer")).isEqualTo(RunningApplication.LOST);
        }
    }

    @Test
    void tasksNeverHaveIdsOfAnotherRequestWithoutDecorator() {
        try (RunningApplication application = new RunningApplication(
                SpringTasksTest.Shop.class,
                "--spring.threads.virtual.enabled=true",
                "--telemetry.context.tasks.enabled=false")) {
            assertThat(application.ids("/schedule", "reminds the customer")).isEqualTo(RunningApplication.LOST);
        }
    }
}
