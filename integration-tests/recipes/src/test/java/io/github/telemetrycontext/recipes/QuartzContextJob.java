package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.step;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import java.util.HashMap;
import java.util.Map;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;

/** Quartz: stores the fields in the data of the job. */
public class QuartzContextJob implements Job {

    static JobDetail job(String user) {
        return JobBuilder.newJob(QuartzContextJob.class)
                .usingJobData("user", user)
                .usingJobData(new JobDataMap(TelemetryContext.current().toMap()))
                .build();
    }

    @Override
    public void execute(JobExecutionContext execution) {
        Map<String, Object> fields = new HashMap<>(execution.getMergedJobDataMap());
        fields.keySet().removeIf(key -> TelemetryField.ofKey(key).isEmpty());
        TelemetryContext.with(fields).run(() -> remind(execution));
    }

    private static void remind(JobExecutionContext execution) {
        step(execution.getMergedJobDataMap().getString("user"), "job");
    }
}
