package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.logging.AdditionalField;
import co.elastic.logging.logback.EcsEncoder;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Runs the code and configurations of docs/logback.md in a separate JVM. */
class PageTest {

    private static final Markdown PAGE = new Markdown(Path.of("../docs/logback.md"));
    private static final Path SNIPPETS = Path.of("src", "test", "resources", "snippets");
    private static final Path ENCODER_8 = Path.of("target", "encoder-8");

    @Test
    void pageShowsTestedConfigurations() throws IOException {
        List<String> tested = new ArrayList<>();
        try (Stream<Path> files = Files.list(SNIPPETS)) {
            for (Path file : files.toList()) {
                tested.add(Files.readString(file));
            }
        }
        assertThat(tested).isNotEmpty();
        assertThat(PAGE.blocks("xml").stream().filter(text -> text.startsWith("<configuration")))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void eventHasFieldsOfScope() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            Logger log = logback.logger();
            try (var scope = TelemetryContext.with()
                    .sessionId("s-42")
                    .requestId("8c7e2f")
                    .modelId("granite")
                    .samplingIteration(2)
                    .open()) {
                log.info("inside");
            }

            assertThat(logback.lastLine())
                    .isEqualTo(
                            "inside [session_id=s-42, request_id=8c7e2f, model_id=granite, sampling_iteration=2] []");
        }
    }

    @Test
    void encoderWritesLineOfPage() throws Exception {
        Result run = run("logstash.xml", Jvms.ENCODER_9);

        assertThat(PAGE.lines("json").map(Markdown::atAnyTime))
                .containsExactly(Markdown.atAnyTime(run.out().get(0)));
        assertThat(run.out()).hasSize(4);
    }

    @Test
    void compositeEncoderWritesSameFields() throws Exception {
        Result run = run("composite.xml", Jvms.ENCODER_9);

        assertThat(run.out())
                .containsExactly(
                        "{\"message\":\"inside\",\"session_id\":\"s-42\",\"request_id\":\"8c7e2f\","
                                + "\"model_id\":\"granite\",\"sampling_iteration\":2}",
                        "{\"message\":\"own\",\"request_id\":\"8c7e2f\",\"model_id\":\"granite\","
                                + "\"sampling_iteration\":2,\"session_id\":\"own\"}",
                        "{\"message\":\"with MDC\",\"session_id\":\"s-42\",\"request_id\":\"8c7e2f\","
                                + "\"model_id\":\"granite\",\"sampling_iteration\":2,\"user\":\"u\"}",
                        "{\"message\":\"outside\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logstash.xml", "encoder-8.xml"})
    void writesNumberWithEncoder8(String configuration) throws Exception {
        Result run = run(configuration, Jvms.BASE.first(encoder8()));

        assertThat(run.out()).hasSize(4);
        assertThat(run.out().get(0)).contains("\"session_id\":\"s-42\"", "\"sampling_iteration\":2");
        assertThat(run.out().get(3)).contains("outside").doesNotContain("sampling_iteration");
    }

    @Test
    void writesNumberWithDeclaredWriter() throws Exception {
        Result run = run("entry-writer.xml", Jvms.ENCODER_9);

        assertThat(run.out()).hasSize(4);
        assertThat(run.out().get(0)).contains("\"session_id\":\"s-42\"", "\"sampling_iteration\":2");
    }

    @Test
    void reportsDeclaredWriterWithEncoder8() throws Exception {
        Result run = configured("entry-writer.xml", Jvms.BASE.first(encoder8()));

        assertThat(run.out().stream().filter(line -> line.startsWith("{"))).hasSize(4);
        assertThat(run.out()).anyMatch(line -> line.contains("\"sampling_iteration\":2"));
        assertThat(run.out().stream().filter(line -> line.contains("encoder 9 or later")))
                .singleElement()
                .asString()
                .contains("TelemetryMdcEntryWriter", "RegexFilteringMdcEntryWriter", "LongMdcEntryWriter");
        assertThat(run.err()).allMatch(line -> line.startsWith("Problem: "));
    }

    @Test
    void filterEnablesLevelForSession() throws Exception {
        Result run = run("level.xml", Jvms.BASE);

        assertThat(run.out()).hasSize(5);
        assertThat(run.out().get(0)).startsWith("DEBUG [session_id=s-42, ").contains("detail");
    }

    @Test
    void otherEncodersWriteStrings() throws Exception {
        Result run = run("others.xml", Jvms.BASE.first(ForkedJvm.placesOf(EcsEncoder.class, AdditionalField.class)));

        assertThat(run.out()).hasSize(12);
        assertThat(run.out()).startsWith("INFO [s-42] inside").contains("INFO [none] outside");
        assertThat(run.out().get(1)).contains("\"mdc\": {\"session_id\":\"s-42\",", "\"sampling_iteration\":\"2\"}");
        assertThat(run.out().get(2)).contains("\"session_id\":\"s-42\"", "\"sampling_iteration\":\"2\"", "ecs.version");
    }

    /** Other tests check these facts, or the libraries are not on the classpath of this test. */
    @Test
    void limitationsNameActions() throws IOException {
        String page = Files.readString(Path.of("../docs/logback.md"));
        assertThat(page.substring(page.indexOf("## Limitations")))
                .contains("Logback 1.5.0 to 1.5.20", "`logback.version`", "**loses the event**")
                .contains("Sentry", "`DBAppender`", "logstash-gelf", "logback-elasticsearch-appender", "New Relic")
                .contains("Google Cloud", "Logtail", "Put your value into the MDC")
                .contains("`additionalFieldTypes`", "`numbersAsString`")
                .contains("`Logger.callAppenders`", "-Dkotlin-logging-to-logback=true", "`MemoryHandler`")
                .contains("`OpenTelemetryAppender`", "Call `install` outside of any scope");
    }

    private static Result run(String snippet, ForkedJvm jvm) {
        Result run = configured(snippet, jvm);
        assertThat(run.err()).isEmpty();
        return run;
    }

    private static Result configured(String snippet, ForkedJvm jvm) {
        return jvm.property(
                        "logback.configurationFile", SNIPPETS.resolve(snippet).toString())
                .run(Application.class)
                .succeeded();
    }

    private static List<Path> encoder8() throws IOException {
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(ENCODER_8)) {
            files.forEach(jars::add);
        }
        assertThat(jars).hasSize(3);
        // Jackson 2 and 3 share their annotations.
        jars.add(ForkedJvm.placeOf(JsonProperty.class));
        return jars;
    }
}
