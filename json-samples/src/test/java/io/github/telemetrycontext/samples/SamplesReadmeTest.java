package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class SamplesReadmeTest {

    private static final Markdown README = new Markdown(Path.of("README.md"));
    private static final int ALL_FOUR_FIELDS = 1;

    static List<List<String>> table() {
        return README.tableUnder("Layouts");
    }

    @Test
    void tableHasOneRowForEachSample() {
        Stream<String> samples = Stream.of(Framework.values())
                .flatMap(framework -> framework.layouts().stream()
                        .map(layout -> framework.label() + " " + layout + " " + framework.configuration(layout)));
        assertThat(table())
                .extracting(row -> row.get(0) + " " + code(row.get(1)) + " " + linkTarget(row.get(2)))
                .containsExactlyElementsOf(samples.toList());
    }

    @ParameterizedTest
    @MethodSource("table")
    void tableStatesPlaceOfFieldsAndTypeOfIteration(List<String> row) {
        Framework framework = Framework.valueOf(row.get(0).toUpperCase(Locale.ROOT));
        String layout = code(row.get(1));
        String where = row.get(4);
        String iteration = row.get(5);

        if (layout.equals(Framework.PLAIN_TEXT)) {
            assertThat(where).isEqualTo("set by the pattern");
            assertThat(iteration).isEqualTo("text");
            assertThat(ScriptRun.of(framework, layout).get(ALL_FOUR_FIELDS)).contains("iteration=3");
            return;
        }
        Fields fields = Fields.of(framework, layout);
        Map<String, JsonNode> found =
                fields.in(ScriptRun.jsonOf(framework, layout).get(ALL_FOUR_FIELDS));
        assertThat(found).containsOnlyKeys("session_id", "request_id", "model_id", "sampling_iteration");
        assertThat(where)
                .isEqualTo(
                        !fields.inside().isEmpty()
                                ? "in `" + fields.inside() + "`"
                                : !fields.prefix().isEmpty()
                                        ? "top level, prefix `" + fields.prefix() + "`"
                                        : "top level");
        JsonNode value = found.get("sampling_iteration");
        assertThat(value).isNotNull();
        assertThat(iteration).isEqualTo(value.isInt() ? "number" : "string");
    }

    private static String code(String cell) {
        return cell.replace("`", "");
    }

    private static String linkTarget(String cell) {
        return cell.replaceAll(".*\\(src/main/resources/(.*)\\)", "$1");
    }
}
