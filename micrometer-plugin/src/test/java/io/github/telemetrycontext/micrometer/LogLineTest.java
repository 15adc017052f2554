package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What it is all for: the lines of operators on other threads, and what README.md says about them. */
@ExtendWith(TelemetryContextExtension.class)
class LogLineTest {

    private final LogLines lines = new LogLines();
    private final Logger log = lines.logger();
    private final ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool-1-thread-1"));
    private final Scheduler scheduler = Schedulers.fromExecutorService(pool);

    @BeforeEach
    void propagate() {
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterEach
    void propagateNoMore() {
        Hooks.disableAutomaticContextPropagation();
        pool.shutdownNow();
        lines.end();
    }

    @SuppressWarnings("try") // the scope is there for its end alone
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
    void theLineOfAnOperatorCarriesTheIdsAndTheNextTaskOfItsThreadHasNone() throws Exception {
        ask();
        pool.submit(() -> log.info("not wrapped")).get();
        log.info("outside");

        assertThat(lines.written()).hasSize(3);
        assertThat(lines.written().get(0))
                .contains("\"thread_name\":\"pool-1-thread-1\"", "\"session_id\":\"s-42\",\"sampling_iteration\":2");
        assertThat(lines.written().get(1))
                .contains("\"thread_name\":\"pool-1-thread-1\"", "\"message\":\"not wrapped\"")
                .doesNotContain("session_id", "sampling_iteration");
        assertThat(lines.written().get(2)).doesNotContain("session_id", "sampling_iteration");
    }

    @Test
    void theLineHasNoIdsWithTheSwitchOff() {
        Hooks.disableAutomaticContextPropagation();
        ask();

        assertThat(lines.written())
                .singleElement()
                .asString()
                .contains("\"message\":\"asking the model\"")
                .doesNotContain("session_id", "sampling_iteration");
    }

    @Test
    void theReadmeShowsThatLine() {
        ask();
        assertThat(new Markdown(Path.of("README.md")).lines("json").map(Markdown::atAnyTime))
                .containsExactlyElementsOf(
                        lines.written().stream().map(Markdown::atAnyTime).toList());
    }
}
