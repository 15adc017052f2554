import io.github.telemetrycontext.TelemetryContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class QuickStart {
    private static final Logger log = LoggerFactory.getLogger(QuickStart.class);

    public static void main(String[] args) {
        TelemetryContext.with().sessionId("s-42").requestId("r-7").modelId("granite-4").run(() -> {
            for (int i = 1; i <= 3; i++) {
                TelemetryContext.with().samplingIteration(i).run(() -> log.info("asking the model"));
            }
        });
    }
}
