package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.converter.DefaultJobParametersConverter;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskExecutor;
import org.springframework.integration.transaction.PseudoTransactionManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A multi-threaded step of Spring Batch. Its packages differ between Spring Batch 5 and 6, so this class imports none
 * of its types.
 */
@ExtendWith(TelemetryContextExtension.class)
class BatchTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @Test
    void stepOnExecutorOfSpringBootHasContextOfLauncher() {
        try (RunningApplication application = new RunningApplication(Shop.class)) {
            assertThat(application.ids("/launch", "bills tea")).isEqualTo(CARRIED);
        }
        try (RunningApplication off = new RunningApplication(Shop.class, "--telemetry.context.tasks.enabled=false")) {
            assertThat(off.ids("/launch", "bills tea")).isEqualTo(LOST);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Bills.class)
    static class Shop {}

    @RestController
    static class Bills {

        private final TaskExecutor executor;

        Bills(TaskExecutor applicationTaskExecutor) {
            executor = applicationTaskExecutor;
        }

        @GetMapping("/launch")
        @SuppressWarnings("removal")
        void launch() throws Exception {
            var repository = new ResourcelessJobRepository();
            Iterator<String> orders = List.of("tea").iterator();
            var step = new StepBuilder("bills", repository)
                    .<String, String>chunk(1, new PseudoTransactionManager())
                    .reader(() -> next(orders))
                    .processor(order -> {
                        log.info("bills {}", order);
                        return order;
                    })
                    .writer(bills -> {})
                    .taskExecutor(executor)
                    .build();
            var job = new JobBuilder("bills", repository).start(step).build();
            TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
            launcher.setJobRepository(repository);
            launcher.afterPropertiesSet();
            launcher.run(job, new DefaultJobParametersConverter().getJobParameters(new Properties()));
        }

        private static synchronized @Nullable String next(Iterator<String> orders) {
            return orders.hasNext() ? orders.next() : null;
        }
    }
}
