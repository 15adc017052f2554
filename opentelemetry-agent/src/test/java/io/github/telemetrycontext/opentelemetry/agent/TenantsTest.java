package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.context.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several applications in one JVM, each with its own copy of the core. */
class TenantsTest {

    @ParameterizedTest
    @MethodSource("io.github.telemetrycontext.opentelemetry.agent.Agent#versions")
    void spansHaveFieldsOfTheirApplicationAndApplicationsUnload(String version, @TempDir Path directory)
            throws Exception {
        Path tests = ForkedJvm.placeOf(TenantsProgram.class);
        Path server = ForkedJvm.copy(tests, directory.resolve("server"), name -> name.contains("TenantsProgram"));
        Path application = ForkedJvm.copy(tests, directory.resolve("application"), name -> name.contains("Tenant."));
        ForkedJvm jvm = new ForkedJvm()
                .classPath(List.of(
                        server,
                        ForkedJvm.placeOf(GlobalOpenTelemetry.class),
                        ForkedJvm.placeOf(Context.class),
                        ForkedJvm.jars("opentelemetry-common").get(0)));

        Agent agent = Agent.runAlone(
                version,
                jvm,
                TenantsProgram.class,
                List.of(ForkedJvm.path(List.of(application, ForkedJvm.placeOf(TelemetryContext.class)))),
                "-Dotel.javaagent.extensions=" + Agent.extension(directory));

        for (String name : List.of("a", "b", "a again", "b after a", "c")) {
            assertThat(agent.span(name)).isEqualTo(Map.of("session_id", name, "gen_ai.conversation.id", name));
            assertThat(agent.span(name + " outside")).isEmpty();
        }
        assertThat(agent.result().out()).contains("unloaded: true");
    }
}
