package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Hooks;

/** Spring Boot propagates the context with a bean or a property. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class SpringBootTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    @AfterEach
    void stopPropagation() {
        Hooks.disableAutomaticContextPropagation();
    }

    @Test
    void beanDecoratesExecutor() {
        assertThat(seenInAsyncMethod(WithoutDecorator.class)).isSameAs(TelemetryContext.empty());
        assertThat(seenInAsyncMethod(WithDecorator.class)).isSameAs(CALLER);
    }

    private static TelemetryContext seenInAsyncMethod(Class<?> configuration) {
        try (ConfigurableApplicationContext application = started(configuration);
                Scope scope = CALLER.makeCurrent()) {
            return application.getBean(Service.class).look().join();
        }
    }

    @Test
    void propertyEnablesPropagationInReactor() {
        assertThat(seenInPipeline("limited")).isSameAs(PooledThread.ITS_OWN);
        assertThat(seenInPipeline("auto")).isSameAs(CALLER);
    }

    private TelemetryContext seenInPipeline(String propagation) {
        try (ConfigurableApplicationContext application =
                        started(WithoutDecorator.class, "--spring.reactor.context-propagation=" + propagation);
                Scope scope = CALLER.makeCurrent()) {
            return Pipeline.callback().on(pool).blockOptional().orElseThrow();
        }
    }

    private static ConfigurableApplicationContext started(Class<?> configuration, String... arguments) {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments);
    }

    @Configuration
    @EnableAutoConfiguration
    @EnableAsync
    static class WithoutDecorator {

        @Bean
        Service service() {
            return new Service();
        }
    }

    @Configuration
    static class WithDecorator extends WithoutDecorator {

        @Bean
        TaskDecorator taskDecorator() {
            return new ContextPropagatingTaskDecorator();
        }
    }

    static class Service {

        @Async
        CompletableFuture<TelemetryContext> look() {
            return CompletableFuture.completedFuture(TelemetryContext.current());
        }
    }
}
