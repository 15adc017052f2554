package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import io.github.telemetrycontext.logback.TelemetryMdcEntryWriter;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.EncodedLines;
import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Log lines on other threads, and the code and output of docs/reactor.md. */
@ExtendWith(TelemetryContextExtension.class)
class LogLineTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("agent");
    private final LogstashEncoder encoder = new LogstashEncoder();
    private final EncodedLines lines = new EncodedLines(log, encoder);
    private final ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool-1-thread-1"));
    private final Scheduler scheduler = Schedulers.fromExecutorService(pool);

    /** The code of the Logback plugin's page. */
    @BeforeEach
    void logWithFields() {
        TelemetryMdcAdapter.install(context);
        encoder.addMdcEntryWriter(new TelemetryMdcEntryWriter());
    }

    @BeforeEach
    void propagate() {
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterEach
    void stopPropagation() {
        Hooks.disableAutomaticContextPropagation();
        pool.shutdownNow();
        lines.close();
        context.stop();
    }

    @SuppressWarnings("try") // the scope variable is never read
    private void ask() {
        try (var scope =
                TelemetryContext.with().sessionId("s-42").samplingIteration(2).open()) {
            Mono.just("a prompt")
                    .publishOn(scheduler)
                    .doOnNext(prompt -> log.info("asking the model"))
                    .block();
        }
    }

    @Test
    void lineOfOperatorHasIdsAndNextTaskOfThreadHasNone() throws Exception {
        ask();
        pool.submit(() -> log.info("not wrapped")).get();
        log.info("outside");

        assertThat(lines.all()).hasSize(3);
        assertThat(lines.all().get(0))
                .contains("\"thread_name\":\"pool-1-thread-1\"", "\"session_id\":\"s-42\",\"sampling_iteration\":2");
        assertThat(lines.all().get(1))
                .contains("\"thread_name\":\"pool-1-thread-1\"", "\"message\":\"not wrapped\"")
                .doesNotContain("session_id", "sampling_iteration");
        assertThat(lines.all().get(2)).doesNotContain("session_id", "sampling_iteration");
    }

    @Test
    void lineHasNoIdsIfPropagationIsOff() {
        Hooks.disableAutomaticContextPropagation();
        ask();

        assertThat(lines.all())
                .singleElement()
                .asString()
                .contains("\"message\":\"asking the model\"")
                .doesNotContain("session_id", "sampling_iteration");
    }

    @Test
    void pageShowsLineOfOperator() {
        ask();
        assertThat(new Markdown(Path.of("../docs/reactor.md")).lines("json").map(Markdown::atAnyTime))
                .containsExactlyElementsOf(
                        lines.all().stream().map(Markdown::atAnyTime).toList());
    }
}
