package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskExecutor;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Channels of Spring Integration. */
@ExtendWith(TelemetryContextExtension.class)
class IntegrationTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @Test
    void channelsNeedPropagatingExecutorOrInterceptor() {
        try (RunningApplication application = new RunningApplication(Shop.class)) {
            assertThat(application.ids("/send/plain", "packs")).isEqualTo(LOST);
            assertThat(application.ids("/send/tasks", "packs")).isEqualTo(CARRIED);
            assertThat(application.ids("/send/pool", "packs")).isEqualTo(CARRIED);
            assertThat(application.ids("/send/plainQueue", "packs")).isEqualTo(LOST);
            assertThat(application.ids("/send/queue", "packs")).isEqualTo(CARRIED);
        }
    }

    @Test
    void failingHandlerLeavesNoContextOnThread() {
        try (RunningApplication application = new RunningApplication(Shop.class)) {
            assertThat(application.ids("/send-broken/queue", "breaks")).isEqualTo(CARRIED);
            assertThat(application.ids("/send/plainQueue", "packs")).isEqualTo(LOST);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Orders.class)
    static class Shop {

        private final ExecutorService threads = Executors.newFixedThreadPool(2);

        @PreDestroy
        void close() {
            threads.shutdown();
        }

        @Bean
        ExecutorChannel tasks(TaskExecutor applicationTaskExecutor) {
            return new ExecutorChannel(applicationTaskExecutor);
        }

        @Bean
        ExecutorChannel plain() {
            return new ExecutorChannel(threads);
        }

        @Bean
        ExecutorChannel pool() {
            return new ExecutorChannel(TelemetryExecutors.propagating(threads));
        }

        @Bean
        QueueChannel plainQueue() {
            return new QueueChannel();
        }

        @Bean
        QueueChannel queue() {
            QueueChannel channel = new QueueChannel();
            channel.addInterceptor(new ContextOfMessage());
            return channel;
        }
    }

    @RestController
    static class Orders {

        private final Map<String, MessageChannel> channels;

        Orders(Map<String, MessageChannel> channels) {
            this.channels = channels;
        }

        @GetMapping("/send/{channel}")
        void send(@PathVariable String channel) {
            Objects.requireNonNull(channels.get(channel)).send(new GenericMessage<>("tea"));
        }

        @GetMapping("/send-broken/{channel}")
        void sendBroken(@PathVariable String channel) {
            Objects.requireNonNull(channels.get(channel)).send(new GenericMessage<>("broken cup"));
        }

        @ServiceActivator(inputChannel = "plain")
        void plain(String order) {
            pack(order);
        }

        @ServiceActivator(inputChannel = "tasks")
        void tasks(String order) {
            pack(order);
        }

        @ServiceActivator(inputChannel = "pool")
        void pool(String order) {
            pack(order);
        }

        @ServiceActivator(inputChannel = "plainQueue", poller = @Poller(fixedDelay = "10"))
        void plainQueue(String order) {
            pack(order);
        }

        @ServiceActivator(inputChannel = "queue", poller = @Poller(fixedDelay = "10"))
        void queue(String order) {
            pack(order);
        }

        private static void pack(String order) {
            if (order.startsWith("broken")) {
                log.info("breaks");
                throw new IllegalStateException("as asked");
            }
            log.info("packs");
        }
    }
}
