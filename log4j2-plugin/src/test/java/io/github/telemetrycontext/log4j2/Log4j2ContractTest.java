package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.JsonNode;

@Tag("every-mode")
class Log4j2ContractTest extends ContextPropagationContract {

    private final AtomicInteger events = new AtomicInteger();
    private @Nullable Log4j log4j;

    @BeforeEach
    void start() {
        log4j = Log4j.start(Delivery.DIRECT, Log4j.PLAIN_JSON);
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(log4j).close();
    }

    @Override
    protected Map<String, String> fieldsShown() {
        Log4j running = Objects.requireNonNull(log4j);
        String message = "event " + events.incrementAndGet() + " of all";
        running.logger().info(message);
        // With asynchronous loggers, the line is written later.
        String line = await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> lineWith(message), Optional::isPresent)
                .orElseThrow();
        Map<String, String> shown = new TreeMap<>();
        JsonNode mdc = Json.parse(line).path("mdc");
        mdc.propertyNames().forEach(key -> shown.put(key, mdc.get(key).asString()));
        return shown;
    }

    private Optional<String> lineWith(String message) {
        return Objects.requireNonNull(log4j).out().lines().stream()
                .filter(line -> line.contains('"' + message + '"'))
                .findFirst();
    }

    /** Calls the provider directly, because the shared Log4j uses the other copy of it. */
    @Override
    protected void useInSeparateClassLoader() {
        TelemetryContextDataProvider provider = new TelemetryContextDataProvider();
        ThreadContext.put("model_id", "of the application");
        try {
            TelemetryContext.with().sessionId("s-1").modelId("granite").run(() -> {
                assertThat(provider.supplyContextData()).containsOnlyKeys("session_id");
                assertThat(provider.supplyStringMap().toMap()).containsOnlyKeys("session_id");
                assertThat(provider.getValue("session_id")).isEqualTo("s-1");
            });
        } finally {
            ThreadContext.remove("model_id");
        }
        assertThat(provider.supplyContextData()).isEmpty();
    }
}
