package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class VirtualThreadsTest extends OverHttp {

    VirtualThreadsTest() throws Exception {}

    @Test
    void usersOnVirtualThreadsKeepTheirSessions() throws Exception {
        try (var users = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String user = "user-" + i;
                running.add(users.submit(() -> {
                    asked(client, user, "call").call().content();
                    asked(client, user, "stream").stream().content().blockLast();
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }

        List<Line> weather = lines.saying("tool: weather");
        assertThat(weather.stream().map(Line::requestId)).hasSize(40).doesNotHaveDuplicates();
        assertThat(weather.stream()
                        .map(line -> Objects.requireNonNull(line.fields().get("session_id")))
                        .distinct())
                .hasSize(20);
        assertThat(lines.saying("tool: calendar").stream().map(Line::fields))
                .containsExactlyInAnyOrderElementsOf(
                        weather.stream().map(Line::fields).toList());
    }
}
