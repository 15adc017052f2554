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
 * OpenTelemetry accepts wrappers of its context storage only before the first access to a context. Frameworks such as
 * Spring Boot add wrappers after the start of logging.
 */
@Tag("opentelemetry-1.50") // Log4j's configuration needs an appender that exists since 1.50
class ContextStorageTest {

    private static List<String> run(String... before) {
        return new ForkedJvm()
                .options("-Dlog4j2.level=OFF", "-Dlogback.configurationFile=none.xml")
                .run(Program.class, before)
                .succeeded()
                .out();
    }

    @Test
    void acceptsWrappersAfterLogEventsWithoutScope() {
        assertThat(run("log")).last().isEqualTo("wrapped");
    }

    @Test
    void rejectsWrappersAfterScope() {
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
