package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.ids;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.JobListenerSupport;

@ExtendWith(TelemetryContextExtension.class)
class QuartzTest {

    @Test
    void jobsHaveContextOfSchedulingCode() throws Exception {
        assertThat(steps(QuartzContextJob::job)).isEqualTo(carried("job"));
    }

    @Test
    void jobsHaveNoContextByDefault() throws Exception {
        assertThat(steps(user -> JobBuilder.newJob(PlainJob.class)
                        .usingJobData("user", user)
                        .build()))
                .isEqualTo(lost("job"));
    }

    @Test
    void ignoresOtherDataOfJob() {
        JobDetail job = ids("alice").call(() -> QuartzContextJob.job("alice"));
        assertThatThrownBy(() -> TelemetryContext.with(job.getJobDataMap()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user");
    }

    private static Map<String, Set<TwoSessions.Ids>> steps(Function<String, JobDetail> job) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.threadPool.threadCount", "2");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
        Done done = new Done();
        scheduler.getListenerManager().addJobListener(done);
        scheduler.start();
        try {
            return TwoSessions.run(user -> {
                JobDetail detail = job.apply(user);
                CountDownLatch latch = done.of(detail.getKey());
                scheduler.scheduleJob(
                        detail, TriggerBuilder.newTrigger().startNow().build());
                latch.await();
            });
        } finally {
            scheduler.shutdown(true);
        }
    }

    public static class PlainJob implements Job {

        @Override
        public void execute(JobExecutionContext execution) {
            step(execution.getMergedJobDataMap().getString("user"), "job");
        }
    }

    private static final class Done extends JobListenerSupport implements JobListener {

        private final Map<JobKey, CountDownLatch> latches = new ConcurrentHashMap<>();

        CountDownLatch of(JobKey job) {
            CountDownLatch latch = new CountDownLatch(1);
            latches.put(job, latch);
            return latch;
        }

        @Override
        public String getName() {
            return "done";
        }

        @Override
        public void jobWasExecuted(JobExecutionContext execution, org.quartz.JobExecutionException failure) {
            Objects.requireNonNull(latches.remove(execution.getJobDetail().getKey()))
                    .countDown();
        }
    }
}
