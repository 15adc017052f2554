package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.micrometer.SpringConfiguration.Seen;
import io.github.telemetrycontext.micrometer.SpringConfiguration.Service;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Spring's task decorator for Micrometer's snapshots. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class SpringTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").modelId("m").build();

    @Nested
    class DecoratorOfTasks {

        @RegisterExtension
        private final PooledThread pool = new PooledThread();

        @Test
        void runsTaskWithContextOfDecoration() throws Exception {
            List<TelemetryContext> seen = new ArrayList<>();
            Runnable task = () -> seen.add(TelemetryContext.current());
            Runnable decorated = CALLER.toBuilder().call(() -> new ContextPropagatingTaskDecorator().decorate(task));

            pool.executor.submit(task).get();
            pool.executor.submit(decorated).get();
            assertThat(seen).containsExactly(PooledThread.ITS_OWN, CALLER);
        }

        @Test
        void hidesStaleContextFromTaskDecoratedOutsideOfScopes() throws Exception {
            List<TelemetryContext> seen = new ArrayList<>();
            Runnable task = () -> seen.add(TelemetryContext.current());

            pool.executor
                    .submit(new ContextPropagatingTaskDecorator().decorate(task))
                    .get();
            assertThat(seen).containsExactly(TelemetryContext.empty());
        }
    }

    @Nested
    class AsyncMethod {

        private final AnnotationConfigApplicationContext application =
                new AnnotationConfigApplicationContext(SpringConfiguration.class);

        @AfterEach
        void endTheApplication() {
            application.close();
        }

        private Seen call(Function<Service, CompletableFuture<Seen>> method) {
            return method.apply(application.getBean(Service.class)).join();
        }

        @Test
        void seesContextOfCallerOnAnotherThread() {
            try (Scope scope = CALLER.makeCurrent()) {
                Seen seen = call(Service::look);
                assertThat(seen.thread()).startsWith("taskExecutor-");
                assertThat(seen.context()).isSameAs(CALLER);

                Seen control = call(Service::lookWithoutDecorator);
                assertThat(control.thread()).startsWith("bareExecutor-");
                assertThat(control.context()).isSameAs(TelemetryContext.empty());
            }
        }

        @Test
        void inheritsFieldsOfCallerInOwnScope() {
            try (Scope scope = CALLER.makeCurrent()) {
                assertThat(call(Service::lookInsideItsOwnScope).context())
                        .hasToString("TelemetryContext{session_id=caller, model_id=own}");
            }
        }

        @Test
        void leavesNoContextForNextTaskOfThread() throws Exception {
            Seen inside;
            try (Scope scope = CALLER.makeCurrent()) {
                inside = call(Service::look);
            }
            Seen unwrapped = application
                    .getBean("taskExecutor", ThreadPoolTaskExecutor.class)
                    .getThreadPoolExecutor()
                    .submit(Seen::here)
                    .get();

            assertThat(unwrapped.thread()).isEqualTo(inside.thread());
            assertThat(unwrapped.context()).isSameAs(TelemetryContext.empty());
            assertThat(call(Service::look).context()).isSameAs(TelemetryContext.empty());
        }
    }
}
