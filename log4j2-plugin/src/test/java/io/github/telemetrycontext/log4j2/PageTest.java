package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the code and configurations of docs/log4j2.md. */
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class PageTest {

    private static final Markdown PAGE = new Markdown(Path.of("../docs/log4j2.md"));

    private static String resource(String name) throws IOException {
        return Files.readString(Path.of("src", "test", "resources", name));
    }

    @Test
    void configurationPrintsLineOfPage() throws Exception {
        assertThat(PAGE.blocks("xml")).hasSize(2).element(1).isEqualTo(resource("page-log4j2.xml"));

        Result result =
                configured("page-log4j2.xml").run(ForkedApplication.class).succeeded();

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).hasSize(4);
        assertThat(Markdown.atAnyTime(result.out().get(1)) + "\n")
                .isEqualTo(Markdown.atAnyTime(PAGE.blocks("json").get(0)));
        assertThat(Json.map(result.out().get(1)))
                .containsEntry("session_id", "s-1")
                .containsEntry("sampling_iteration", 3);
        assertThat(result.out().get(0)).doesNotContain(Json.FIELD_KEYS);
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void templateWritesLineOfPage() throws IOException {
        assertThat(PAGE.blocks("json")).hasSize(3).element(1).isEqualTo(resource("page-template.json"));

        String layout = "<JsonTemplateLayout eventTemplateUri='classpath:page-template.json'/>";
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, layout)) {
            ThreadContext.put("user", "u-1");
            Logger log = log4j.logger();
            try (var scope = TelemetryContext.with()
                    .sessionId("s-1")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .open()) {
                log.info("inside");
            }
            ThreadContext.remove("user");
            log.info("outside");

            List<String> lines = log4j.lines();
            assertThat(lines.get(0) + "\n").isEqualTo(PAGE.blocks("json").get(2));
            assertThat(Json.map(lines.get(1))).isEqualTo(Map.of("message", "outside"));
        }
    }

    /** LookupsAndFiltersTest tests the first limitation. */
    @Test
    void limitationsOfOtherLibrariesHaveActions() {
        assertThat(Path.of("../docs/log4j2.md"))
                .content()
                .containsIgnoringWhitespaces(
                        "Put the `<Rewrite>` in front of the `<Async>`",
                        "write the header with one dollar",
                        "`flogger-slf4j-backend` with `log4j-slf4j2-impl`",
                        "`additionalFieldTypes=\"session_id=String,request_id=String,model_id=String,sampling_iteration=long\"`");
    }

    @Test
    void tablesListAllFieldsAndSelections() {
        assertThat(Path.of("../docs/log4j2.md"))
                .content()
                .contains(List.of(TelemetryField.values()).stream()
                        .map(field -> "`\"" + field.key() + "\"`")
                        .toList())
                .contains("`\"fields\"`", "`\"rest\"`", "`\"all\"`");
    }
}
