package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** JSON texts in a queue, in the form in which they would leave the process. */
@ExtendWith(TelemetryContextExtension.class)
class QueueTest {

    private static final JsonMapper JSON = new JsonMapper();

    public record Message(String user, Map<String, Object> context) {}

    private static String write(String user) {
        return JSON.writeValueAsString(
                new Message(user, TelemetryContext.current().toMap()));
    }

    private static void read(String json) {
        Message message = JSON.readValue(json, Message.class);
        TelemetryContext.with(message.context()).run(() -> handle(message));
    }

    private static void handle(Message message) {
        step(message.user(), "message");
    }

    @Test
    void messagesHaveContextOfSender() throws Exception {
        assertThat(steps(QueueTest::write, QueueTest::read)).isEqualTo(carried("message"));
    }

    @Test
    void messagesHaveNoContextByDefault() throws Exception {
        assertThat(steps(user -> user, user -> handle(new Message(user, Map.of()))))
                .isEqualTo(lost("message"));
    }

    @Test
    void allFieldsKeepTheirTypes() {
        TelemetryContext sent = TelemetryContext.builder()
                .sessionId("42")
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .build();
        String json = sent.call(() -> write("alice"));
        TelemetryContext received = TelemetryContext.with(
                        JSON.readValue(json, Message.class).context())
                .build();
        assertThat(received).isEqualTo(sent);
    }

    private static Map<String, Set<TwoSessions.Ids>> steps(UnaryOperator<String> writer, Consumer<String> reader)
            throws Exception {
        record Sent(String text, CountDownLatch handled) {}
        BlockingQueue<Sent> queue = new LinkedBlockingQueue<>();
        Thread worker = new Thread(() -> {
            try {
                while (true) {
                    Sent sent = queue.take();
                    reader.accept(sent.text());
                    sent.handled().countDown();
                }
            } catch (InterruptedException e) {
                // the test has ended
            }
        });
        worker.start();
        try {
            return TwoSessions.run(user -> {
                CountDownLatch handled = new CountDownLatch(1);
                queue.put(new Sent(writer.apply(user), handled));
                handled.await();
            });
        } finally {
            worker.interrupt();
            worker.join();
        }
    }
}
