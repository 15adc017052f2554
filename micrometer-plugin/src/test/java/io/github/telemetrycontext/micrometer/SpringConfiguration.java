package io.github.telemetrycontext.micrometer;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

@Configuration
@EnableAsync
class SpringConfiguration {

    @Bean
    TaskDecorator taskDecorator() {
        return new ContextPropagatingTaskDecorator();
    }

    @Bean
    ThreadPoolTaskExecutor taskExecutor(TaskDecorator decorator) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setTaskDecorator(decorator);
        return executor;
    }

    /** The control, without the decorator. */
    @Bean
    ThreadPoolTaskExecutor bareExecutor() {
        return new ThreadPoolTaskExecutor();
    }

    @Bean
    Service service() {
        return new Service();
    }

    static class Service {

        @Async("taskExecutor")
        CompletableFuture<Seen> look() {
            return CompletableFuture.completedFuture(Seen.here());
        }

        @Async("taskExecutor")
        CompletableFuture<Seen> lookInsideItsOwnScope() {
            return CompletableFuture.completedFuture(
                    TelemetryContext.with().modelId("own").call(Seen::here));
        }

        @Async("bareExecutor")
        CompletableFuture<Seen> lookWithoutDecorator() {
            return CompletableFuture.completedFuture(Seen.here());
        }
    }

    /** The context and the thread that a method saw. */
    record Seen(TelemetryContext context, String thread) {

        static Seen here() {
            return new Seen(TelemetryContext.current(), Thread.currentThread().getName());
        }
    }
}
