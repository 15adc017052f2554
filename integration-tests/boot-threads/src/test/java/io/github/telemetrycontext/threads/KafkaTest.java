package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryFuture;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Spring Kafka with a broker in this JVM. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1, "orders", "offers");

    KafkaTest() {
        broker.afterPropertiesSet();
    }

    @AfterAll
    void close() {
        broker.destroy();
    }

    private String[] arguments() {
        return new String[] {
            "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
            "--spring.kafka.consumer.group-id=shop",
            "--spring.kafka.consumer.auto-offset-reset=earliest",
            "--spring.kafka.producer.properties.interceptor.classes=" + ContextOfSender.class.getName()
        };
    }

    @Test
    void listenersNeedInterceptors() {
        try (RunningApplication application = new RunningApplication(ShopWithInterceptor.class, arguments())) {
            assertThat(application.ids("/order/tea", "packs tea")).isEqualTo(CARRIED);
            assertThat(application.ids("/order/broken-cup", "packs broken-cup")).isEqualTo(CARRIED);
            application.context().getBean(Orders.class).order("coffee");
            assertThat(application.ids("packs coffee")).isEqualTo("- -");
        }
        try (RunningApplication application = new RunningApplication(Shop.class, arguments())) {
            assertThat(application.ids("/order/milk", "packs milk")).isEqualTo(LOST);
        }
    }

    @Test
    void callbacksOfProducerNeedTelemetryFuture() {
        try (RunningApplication application = new RunningApplication(Shop.class, arguments())) {
            assertThat(application.ids("/offer", "sent")).isEqualTo(LOST);
            assertThat(application.ids("/offer-telemetry-future", "sent")).isEqualTo(CARRIED);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Orders.class)
    static class Shop {

        /** No retries of records that fail. */
        @Bean
        DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 0));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Shop.class, ContextOfRecord.class})
    static class ShopWithInterceptor {}

    @RestController
    static class Orders {

        private final KafkaTemplate<Object, Object> kafka;

        Orders(KafkaTemplate<Object, Object> kafka) {
            this.kafka = kafka;
        }

        @GetMapping("/order/{order}")
        void order(@PathVariable String order) {
            kafka.send("orders", order);
        }

        @KafkaListener(topics = "orders")
        void pack(String order) {
            log.info("packs {}", order);
            if (order.startsWith("broken")) {
                throw new IllegalStateException("as asked");
            }
        }

        @GetMapping("/offer")
        void offer() {
            kafka.send("offers", "tea").whenComplete((sent, failure) -> log.info("sent"));
        }

        @GetMapping("/offer-telemetry-future")
        void offerTelemetryFuture() {
            TelemetryFuture.of(kafka.send("offers", "tea")).whenComplete((sent, failure) -> log.info("sent"));
        }
    }
}
