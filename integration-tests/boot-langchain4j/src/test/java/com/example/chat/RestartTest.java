package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;

/** DevTools restarts the application in a new class loader. */
class RestartTest {

    static class Main {

        public static void main(String[] arguments) {
            ConfigurableApplicationContext application = SpringApplication.run(ChatApplication.class, arguments);
            application.getBean(Assistant.class).answer("alice", "weather");
            System.out.println("in " + Main.class.getClassLoader().getClass().getSimpleName());
            if (System.setProperty("restarted", "true") == null) {
                Restarter.getInstance().restart();
            } else {
                System.exit(0);
            }
        }
    }

    @Test
    void restartedApplicationHasAllFields() {
        Result jvm = new ForkedJvm()
                .run(Main.class, "--model.url=" + Model.url(), "--server.port=0")
                .succeeded();
        assertThat(jvm.out())
                .filteredOn(line -> line.startsWith("in "))
                .containsExactly("in RestartClassLoader", "in RestartClassLoader");
        List<Line> lines = Line.in(String.join("\n", jvm.out()));
        assertThat(lines).hasSize(18).allSatisfy(line -> {
            assertThat(line.session()).isEqualTo("alice");
            assertThat(line.toString()).endsWith(" [granite 1]");
        });
    }
}
