package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts a JVM for each test, because properties and services are read once. */
class StartUpWarningsTest {

    /** Without the services that some builds add to the classpath of the tests. */
    private static final ForkedJvm JVM =
            new ForkedJvm().classPath(ForkedJvm.placesOf(TelemetryContext.class, StartUpWarningsTest.class));

    @ParameterizedTest
    @CsvSource({
        "telemetry.context.strict=ture, 'telemetry.context.strict=ture is ignored. Valid values: true, false.'",
        "telemetry.context.strict=, 'telemetry.context.strict= is ignored. Valid values: true, false.'",
        "telemetry.context.inherit=nver, 'telemetry.context.inherit=nver is ignored. Valid values: never.'",
        "telemetry.context.inherit=NEVER, 'telemetry.context.inherit=NEVER is ignored. Valid values: never.'"
    })
    void warnsOnceAboutAnInvalidPropertyAndUsesTheDefault(String property, String warning) {
        Result result = JVM.options("-D" + property).run(Program.class).succeeded();

        assertThat(result.err()).asString().containsOnlyOnce("WARNING").containsOnlyOnce(warning);
        assertThat(result.out()).containsExactly(Program.END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unset=any",
                "telemetry.context.strict=true",
                "telemetry.context.strict=TRUE",
                "telemetry.context.strict=false",
                "telemetry.context.inherit=never"
            })
    void doesNotWarnAboutValidProperties(String property) {
        Result result = JVM.options("-D" + property).run(Program.class).succeeded();

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsExactly(Program.END);
    }

    @Test
    void warnsOnceAboutASecondCarrier(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("META-INF/services/" + ContextCarrier.class.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(FirstCarrier.class.getName(), SecondCarrier.class.getName()));

        Result result = JVM.first(directory).run(Program.class).succeeded();

        assertThat(result.err())
                .asString()
                .containsOnlyOnce("WARNING")
                .containsOnlyOnce("Only " + FirstCarrier.class.getName() + " carries the context. "
                        + SecondCarrier.class.getName() + " is ignored. Keep one of them on the classpath.");
        assertThat(result.out()).containsExactly(Program.END);
    }

    static final class Program {

        static final String END = "ends normally";

        private Program() {}

        public static void main(String[] arguments) {
            try (Scope scope = TelemetryContext.builder().sessionId("a").open()) {
                Objects.requireNonNull(scope);
            }
            System.out.println(END);
        }
    }

    private static class NoCarrier implements ContextCarrier {

        @Override
        public Attachment attach(TelemetryContext context) {
            return () -> {};
        }

        @Override
        public @Nullable TelemetryContext carried() {
            return null;
        }
    }

    /** Comes first in the service file. */
    public static final class FirstCarrier extends NoCarrier {}

    /** Comes second in the service file. */
    public static final class SecondCarrier extends NoCarrier {}
}
