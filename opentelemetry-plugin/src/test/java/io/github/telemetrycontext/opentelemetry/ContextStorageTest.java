package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * OpenTelemetry accepts wrappers of its context storage only until it is asked for a context. Frameworks, such as Spring Boot,
 * add theirs after their logging has started.
 */
@Tag("opentelemetry-1.50") // the configuration of Log4j needs an appender of that time
class ContextStorageTest {

    private static List<String> run(String... before) {
        return new ForkedJvm()
                .options("-Dlog4j2.level=OFF", "-Dlogback.configurationFile=none.xml")
                .run(Program.class, before)
                .succeeded()
                .out();
    }

    @Test
    void acceptsWrappersAfterLogEventsWithoutAScope() {
        assertThat(run("log")).last().isEqualTo("wrapped");
    }

    @Test
    void refusesWrappersAfterAScope() {
        assertThat(run("scope")).last().isEqualTo("not wrapped");
    }

    static final class Program {

        private static boolean wrapped;

        private Program() {}

        public static void main(String[] arguments) {
            if (arguments[0].equals("log")) {
                LoggerFactory.getLogger("app").error("logged by Logback");
                LogManager.getLogger("app").error("logged by Log4j");
            } else {
                TelemetryContext.builder().sessionId("s-1").run(() -> {});
            }
            ContextStorage.addWrapper(storage -> {
                wrapped = true;
                return storage;
            });
            Context.current();
            System.out.println(wrapped ? "wrapped" : "not wrapped");
        }
    }
}
