package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Spring Boot's executor and scheduler. */
@ExtendWith(TelemetryContextExtension.class)
class TasksTest {

    private static @Nullable String sessionOfTask(RunningApplication application) throws Exception {
        Executor executor = application.context().getBean("applicationTaskExecutor", Executor.class);
        CompletableFuture<@Nullable String> session = new CompletableFuture<>();
        TelemetryContext.with()
                .sessionId("s-1")
                .run(() -> executor.execute(
                        () -> session.complete(TelemetryContext.current().sessionId())));
        return session.get(10, TimeUnit.SECONDS);
    }

    private static @Nullable String sessionOfScheduledTask(RunningApplication application) throws Exception {
        TaskScheduler scheduler = application.context().getBean(TaskScheduler.class);
        CompletableFuture<@Nullable String> session = new CompletableFuture<>();
        TelemetryContext.with().sessionId("s-1").run(() -> {
            Future<?> unused = scheduler.schedule(
                    () -> session.complete(TelemetryContext.current().sessionId()), Instant.now());
        });
        return session.get(10, TimeUnit.SECONDS);
    }

    @Test
    void runsTasksWithContextOfSubmitter() throws Exception {
        try (RunningApplication application = RunningApplication.start(Application.class)) {
            assertThat(sessionOfTask(application)).isEqualTo("s-1");
            assertThat(sessionOfScheduledTask(application)).isEqualTo("s-1");
        }
    }

    @Test
    void doesNotDecorateTasksWhenSwitchedOff() throws Exception {
        try (RunningApplication application =
                RunningApplication.start(Application.class, "--telemetry.context.tasks.enabled=false")) {
            assertThat(sessionOfTask(application)).isNull();
            assertThat(sessionOfScheduledTask(application)).isNull();
            assertThat(application.context().getBeansOfType(TaskDecorator.class))
                    .isEmpty();
        }
    }

    @Test
    void backsOffForTaskDecoratorOfApplication() throws Exception {
        try (RunningApplication application = RunningApplication.start(WithDecorator.class)) {
            assertThat(application.context().getBeansOfType(TaskDecorator.class))
                    .containsOnlyKeys("own");
            assertThat(sessionOfTask(application)).isNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithDecorator {

        @Bean
        TaskDecorator own() {
            return task -> task;
        }
    }
}
