package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code @Async}, events and {@code @Scheduled}. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringTasksTest {

    private static final String OFF = "--telemetry.context.tasks.enabled=false";
    private static final Logger log = LoggerFactory.getLogger("app");

    @AutoClose
    private final RunningApplication application = new RunningApplication(Shop.class);

    @Test
    void executorsOfSpringBootPropagateContext() {
        assertThat(application.ids("/async", "sends a mail")).isEqualTo(CARRIED);
        assertThat(application.ids("/async-named", "makes an invoice")).isEqualTo(CARRIED);
        assertThat(application.ids("/event", "packs the order")).isEqualTo(CARRIED);
        assertThat(application.ids("/schedule", "reminds the customer")).isEqualTo(CARRIED);
        try (RunningApplication off = new RunningApplication(Shop.class, OFF)) {
            assertThat(off.ids("/async", "sends a mail")).isEqualTo(LOST);
            assertThat(off.ids("/async-named", "makes an invoice")).isEqualTo(LOST);
            assertThat(off.ids("/event", "packs the order")).isEqualTo(LOST);
            assertThat(off.ids("/schedule", "reminds the customer")).isEqualTo(LOST);
        }
    }

    @Test
    void stagesOfAsyncMethodNeedTelemetryFuture() {
        try (RunningApplication off = new RunningApplication(Shop.class, OFF)) {
            assertThat(off.ids("/stage", "offers arrived")).isEqualTo(LOST);
            assertThat(off.ids("/telemetry-stage", "offers arrived")).isEqualTo(CARRIED);
        }
    }

    @Test
    void eventMulticasterNeedsPropagatingExecutor() {
        try (RunningApplication application = new RunningApplication(ShopWithMulticaster.class)) {
            assertThat(application.ids("/event", "books the order")).isEqualTo(CARRIED);
        }
        try (RunningApplication off = new RunningApplication(ShopWithMulticaster.class, OFF)) {
            assertThat(off.ids("/event", "books the order")).isEqualTo(LOST);
        }
    }

    @Test
    void executorsOfApplicationNeedDecorator() {
        try (RunningApplication application = new RunningApplication(ShopWithExecutors.class)) {
            assertThat(application.ids("/count/plain", "counts the stock")).isEqualTo(LOST);
            assertThat(application.ids("/count/built", "counts the stock")).isEqualTo(CARRIED);
            assertThat(application.ids("/count/decorated", "counts the stock")).isEqualTo(CARRIED);
            assertThat(application.ids("/count/plainPool", "counts the stock")).isEqualTo(LOST);
            assertThat(application.ids("/count/pool", "counts the stock")).isEqualTo(CARRIED);
        }
    }

    /** Spring Boot's scheduler for {@code spring.threads.virtual.enabled=true}, on platform threads. */
    @Test
    void schedulerForVirtualThreadsNeedsWrappedTasks() {
        try (RunningApplication application = new RunningApplication(ShopWithSimpleScheduler.class)) {
            assertThat(application.ids("/schedule", "reminds the customer")).isEqualTo(LOST);
            assertThat(application.ids("/schedule-wrapped", "reminds the customer"))
                    .isEqualTo(CARRIED);
        }
    }

    @Test
    void scheduledMethodOpensItsOwnScope() {
        try (RunningApplication application = new RunningApplication(ShopAtNight.class)) {
            application.context().getBean(Nightly.class).night.countDown();
            assertThat(application.ids("begins")).isEqualTo("- -");
            assertThat(application.ids("archives orders")).matches("- [0-9a-f]{32}");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @EnableScheduling
    @Import({Orders.class, Mails.class})
    static class Shop {}

    @Configuration(proxyBeanMethods = false)
    @Import({Shop.class, Nightly.class})
    static class ShopAtNight {}

    @Configuration(proxyBeanMethods = false)
    @Import(Shop.class)
    static class ShopWithMulticaster {

        @Bean
        ApplicationEventMulticaster applicationEventMulticaster(TaskExecutor applicationTaskExecutor) {
            SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
            multicaster.setTaskExecutor(applicationTaskExecutor);
            return multicaster;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Shop.class)
    static class ShopWithSimpleScheduler {

        @Bean
        SimpleAsyncTaskScheduler taskScheduler(TaskDecorator decorator) {
            SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
            scheduler.setTaskDecorator(decorator);
            return scheduler;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Stock.class)
    static class ShopWithExecutors {

        @Bean
        ThreadPoolTaskExecutor plain() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor built(ThreadPoolTaskExecutorBuilder builder) {
            return builder.build();
        }

        @Bean
        ThreadPoolTaskExecutor decorated(TaskDecorator decorator) {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setTaskDecorator(decorator);
            return executor;
        }

        @Bean
        ExecutorService plainPool() {
            return Executors.newFixedThreadPool(2);
        }

        @Bean
        ExecutorService pool() {
            return TelemetryExecutors.propagating(Executors.newFixedThreadPool(2));
        }
    }

    record Order() {}

    @RestController
    static class Orders {

        private final Mails mails;
        private final ApplicationEventPublisher events;
        private final TaskScheduler scheduler;

        Orders(Mails mails, ApplicationEventPublisher events, TaskScheduler taskScheduler) {
            this.mails = mails;
            this.events = events;
            this.scheduler = taskScheduler;
        }

        @GetMapping("/async")
        void async() {
            mails.send();
        }

        @GetMapping("/async-named")
        void asyncNamed() {
            mails.invoice();
        }

        @GetMapping("/event")
        void event() {
            events.publishEvent(new Order());
        }

        @GetMapping("/schedule")
        void schedule() {
            scheduler.schedule(mails::remind, Instant.now());
        }

        @GetMapping("/schedule-wrapped")
        void scheduleWrapped() {
            scheduler.schedule(TelemetryContext.current().wrap(mails::remind), Instant.now());
        }

        @GetMapping("/stage")
        void stage() {
            CountDownLatch attached = new CountDownLatch(1);
            mails.offers(attached).thenAccept(offers -> log.info("offers arrived"));
            attached.countDown();
        }

        @GetMapping("/telemetry-stage")
        void telemetryStage() {
            CountDownLatch attached = new CountDownLatch(1);
            TelemetryFuture.of(mails.offers(attached)).thenAccept(offers -> log.info("offers arrived"));
            attached.countDown();
        }
    }

    static class Mails {

        @Async
        public void send() {
            log.info("sends a mail");
        }

        @Async("applicationTaskExecutor")
        public void invoice() {
            log.info("makes an invoice");
        }

        @Async
        public CompletableFuture<String> offers(CountDownLatch attached) {
            try {
                attached.await();
                return CompletableFuture.completedFuture("offers");
            } catch (InterruptedException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Async
        @EventListener
        public void pack(Order order) {
            log.info("packs the order");
        }

        @EventListener
        public void book(Order order) {
            log.info("books the order");
        }

        public void remind() {
            log.info("reminds the customer");
        }
    }

    @RestController
    static class Stock {

        private final Map<String, Executor> executors;

        Stock(Map<String, Executor> executors) {
            this.executors = executors;
        }

        @GetMapping("/count/{executor}")
        void count(@PathVariable String executor) {
            Objects.requireNonNull(executors.get(executor)).execute(() -> log.info("counts the stock"));
        }
    }

    static class Nightly {

        private final CountDownLatch night = new CountDownLatch(1);

        @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.DAYS)
        public void archive() throws InterruptedException {
            night.await();
            log.info("begins");
            TelemetryContext.with()
                    .requestId(TelemetryContext.generateRequestId())
                    .run(() -> log.info("archives orders"));
        }
    }
}
