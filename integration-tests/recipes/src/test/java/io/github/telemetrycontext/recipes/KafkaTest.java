package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A broker in this JVM. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTest {

    private static final String[] STEPS = {"callback", "record"};

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1, "questions", "lost-questions");

    KafkaTest() {
        broker.afterPropertiesSet();
    }

    @AfterAll
    void close() {
        broker.destroy();
    }

    @Test
    void callbacksAndRecordsHaveContextOfSender() throws Exception {
        assertThat(steps("questions", KafkaTest::send, KafkaTest::receive)).isEqualTo(carried(STEPS));
    }

    @Test
    void callbacksAndRecordsHaveNoContextByDefault() throws Exception {
        assertThat(steps(
                        "lost-questions",
                        (producer, message) -> producer.send(message, (metadata, failure) -> sent(message.value())),
                        KafkaTest::handle))
                .isEqualTo(lost(STEPS));
    }

    private static Future<RecordMetadata> send(
            Producer<String, String> producer, ProducerRecord<String, String> message) {
        KafkaContext.write(message.headers());
        return producer.send(
                message,
                TelemetryContext.current()
                        .wrapBiConsumer((RecordMetadata metadata, Exception failure) -> sent(message.value()))::accept);
    }

    private static void receive(ConsumerRecord<String, String> message) {
        KafkaContext.read(message.headers()).run(() -> handle(message));
    }

    private static void sent(String user) {
        step(user, "callback");
    }

    private static final Map<String, CompletableFuture<Void>> HANDLED = new ConcurrentHashMap<>();

    private static void handle(ConsumerRecord<String, String> message) {
        step(message.value(), "record");
        CompletableFuture<Void> handled = HANDLED.remove(message.value());
        if (handled != null) {
            handled.complete(null);
        }
    }

    private interface Sender {
        Future<RecordMetadata> send(Producer<String, String> producer, ProducerRecord<String, String> message);
    }

    private Map<String, Set<TwoSessions.Ids>> steps(
            String topic, Sender sender, java.util.function.Consumer<ConsumerRecord<String, String>> handler)
            throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Producer<String, String> producer =
                        new KafkaProducer<>(properties(), new StringSerializer(), new StringSerializer());
                Consumer<String, String> consumer =
                        new KafkaConsumer<>(properties(), new StringDeserializer(), new StringDeserializer())) {
            Future<?> polling = thread.submit(() -> poll(consumer, topic, handler));
            try {
                return TwoSessions.run(user -> {
                    CompletableFuture<Void> handled = new CompletableFuture<>();
                    HANDLED.put(user, handled);
                    sender.send(producer, new ProducerRecord<>(topic, user)).get();
                    handled.join();
                });
            } finally {
                consumer.wakeup();
                polling.get();
            }
        } finally {
            thread.shutdown();
        }
    }

    private static void poll(
            Consumer<String, String> consumer,
            String topic,
            java.util.function.Consumer<ConsumerRecord<String, String>> handler) {
        consumer.subscribe(List.of(topic));
        try {
            while (true) {
                consumer.poll(Duration.ofSeconds(10)).forEach(handler);
            }
        } catch (WakeupException e) {
            // the test has ended
        }
    }

    private Map<String, Object> properties() {
        return Map.of(
                "bootstrap.servers", broker.getBrokersAsString(),
                "group.id", "model",
                "auto.offset.reset", "earliest");
    }
}
