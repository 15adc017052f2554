package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Starts the threads on which Spring's scheduler for virtual threads waits. Otherwise, the first request that schedules
 * a task would start them. They would inherit its context and use it for all later tasks.
 */
final class TriggerThreads implements BeanPostProcessor {

    private static final boolean VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (VIRTUAL_THREADS && bean instanceof SimpleAsyncTaskScheduler scheduler) {
            TelemetryContext.empty().run(() -> start(scheduler));
        }
        return bean;
    }

    private static void start(SimpleAsyncTaskScheduler scheduler) {
        Future<?> unused = scheduler.schedule(() -> {}, Instant.now());
        scheduler.scheduleWithFixedDelay(() -> {}, Duration.ofDays(1)).cancel(false);
    }
}
