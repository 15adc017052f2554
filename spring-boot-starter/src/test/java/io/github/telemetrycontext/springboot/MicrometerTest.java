package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Micrometer's global registry, which Spring uses. */
@ExtendWith(TelemetryContextExtension.class)
class MicrometerTest {

    private final ContextRegistry registry = ContextRegistry.getInstance();

    @AfterEach
    void restore() {
        registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
        registry.registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor());
    }

    private long registered() {
        return registry.getThreadLocalAccessors().stream()
                .map(ThreadLocalAccessor::key)
                .filter(TelemetryContextThreadLocalAccessor.KEY::equals)
                .count();
    }

    private static TelemetryContext carried() throws Exception {
        FutureTask<TelemetryContext> task = TelemetryContext.with()
                .sessionId("s-1")
                .call(() -> new FutureTask<>(
                        ContextSnapshotFactory.builder().build().captureAll().wrap(TelemetryContext::current)));
        new Thread(task).start();
        return task.get();
    }

    @Test
    void keepsAccessorThatRegistryHasFound() throws Exception {
        ThreadLocalAccessor<?> found = registry.getThreadLocalAccessors().stream()
                .filter(accessor -> accessor.key().equals(TelemetryContextThreadLocalAccessor.KEY))
                .findFirst()
                .orElseThrow();
        try (RunningApplication application = RunningApplication.start(Application.class)) {
            assertThat(registered()).isOne();
            assertThat(registry.getThreadLocalAccessors()).contains(found);
            assertThat(carried().sessionId()).isEqualTo("s-1");
            assertThat(application.context().getBeansOfType(ThreadLocalAccessor.class))
                    .hasSize(1);
        }
    }

    @Test
    void registersAccessorThatRegistryHasNotFound() throws Exception {
        registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
        try (RunningApplication application = RunningApplication.start(Application.class)) {
            assertThat(application.lines()).isNotEmpty();
            assertThat(registered()).isOne();
            assertThat(carried().sessionId()).isEqualTo("s-1");
        }
    }

    @Test
    void replacesAccessorOfAnotherClassLoader() throws Exception {
        registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
        registry.registerThreadLocalAccessor(
                TelemetryContextThreadLocalAccessor.KEY, () -> null, value -> {}, () -> {});
        assertThat(carried()).isSameAs(TelemetryContext.empty());
        try (RunningApplication application = RunningApplication.start(Application.class)) {
            assertThat(application.lines()).isNotEmpty();
            assertThat(registered()).isOne();
            assertThat(carried().sessionId()).isEqualTo("s-1");
        }
    }

    @Test
    void doesNotChangeRegistryWhenSwitchedOff() throws Exception {
        try (RunningApplication application =
                RunningApplication.start(Application.class, "--telemetry.context.micrometer.enabled=false")) {
            assertThat(registered()).isOne();
            assertThat(carried().sessionId()).isEqualTo("s-1");
            assertThat(application.context().getBeansOfType(ThreadLocalAccessor.class))
                    .isEmpty();
        }
        registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
        try (RunningApplication application =
                RunningApplication.start(Application.class, "--telemetry.context.micrometer.enabled=false")) {
            assertThat(application.lines()).isNotEmpty();
            assertThat(registered()).isZero();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
