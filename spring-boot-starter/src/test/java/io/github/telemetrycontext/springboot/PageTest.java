package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Runs the examples of docs/spring-boot.md and compares the output. */
@ExtendWith(TelemetryContextExtension.class)
@Tag("logback")
class PageTest {

    private static final Markdown PAGE = new Markdown(Path.of("../docs/spring-boot.md"));

    @Test
    void examplePrintsLineOfPage() throws Exception {
        try (RunningApplication application = RunningApplication.servlet(Agent.class, arguments())) {
            application.get("/ask", "X-Session-Id", "alice");

            assertThat(PAGE.lines("json"))
                    .map(PageTest::withoutWhatVaries)
                    .containsExactly(withoutWhatVaries(application.line("asking the model")));
        }
    }

    @Test
    void pageShowsTestedResolver() throws Exception {
        try (RunningApplication application = RunningApplication.servlet(AgentWithResolver.class, arguments())) {
            application.get("/ask", "X-Session-Id", "alice", "X-Conversation-Id", "c-1");

            assertThat(application.line("asking the model")).contains("\"session_id\":\"c-1\"");
        }
    }

    @Test
    void pageShowsStartUpLine() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(arguments()));
        arguments.set(0, "--logging.level.io.github.telemetrycontext=debug");
        try (RunningApplication application =
                RunningApplication.servlet(Agent.class, arguments.toArray(String[]::new))) {
            assertThat(PAGE.lines("text"))
                    .containsExactly(
                            application.line("Telemetry context:").replaceFirst(".*?(?=Telemetry context)", ""));
        }
    }

    private static String[] arguments() throws Exception {
        List<String> blocks = PAGE.blocks("properties");
        assertThat(blocks).hasSize(3);
        assertThat(blocks.get(2)).isEqualTo("management.endpoints.web.exposure.include=telemetrycontext\n");
        assertThat(blocks.get(1)).isEqualTo("telemetry.context.web.id-pattern=[A-Za-z0-9-]+\n");
        return blocks.get(0).lines().map(line -> "--" + line).toArray(String[]::new);
    }

    @Test
    void tableOfPropertiesEqualsMetadata() throws Exception {
        Map<String, Object> metadata = JsonParserFactory.getJsonParser()
                .parseMap(Files.readString(
                        Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json")));
        List<List<String>> rows = ((List<?>) Objects.requireNonNull(metadata.get("properties")))
                .stream()
                        .map(property -> (Map<?, ?>) property)
                        .filter(property -> !("" + property.get("name")).startsWith("management."))
                        .map(PageTest::row)
                        .toList();

        assertThat(PAGE.tableUnder("Properties"))
                .containsExactlyElementsOf(rows)
                .hasSize(17);
    }

    private static List<String> row(Map<?, ?> property) {
        assertThat(property.get("description")).asString().endsWith(".");
        return Stream.of("name", "defaultValue", "description")
                .filter(property::containsKey)
                .map(cell -> cell.equals("description") ? "" + property.get(cell) : "`" + property.get(cell) + "`")
                .toList();
    }

    /** Removes values that differ between runs, and the fields of Spring Boot's tracing. */
    private static String withoutWhatVaries(String json) {
        return Markdown.atAnyTime(json)
                .replaceFirst("\"thread_name\":\"[^\"]*\"", "\"thread_name\":\"\"")
                .replaceAll(",\"(traceId|spanId)\":\"[0-9a-f]*\"", "");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ServletApplication.class)
    @RestController
    static class Agent {

        private static final Logger log = LoggerFactory.getLogger("agent");

        @GetMapping("/ask")
        String ask() {
            TelemetryContext.with().samplingIteration(2).run(() -> log.info("asking the model"));
            return "done";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Agent.class)
    static class AgentWithResolver {

        @Bean
        SessionIdResolver sessionIds() {
            return request -> {
                Principal user = request.principal();
                return user != null ? user.getName() : request.header("X-Conversation-Id");
            };
        }
    }
}
