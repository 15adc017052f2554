package io.github.telemetrycontext.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.Markdown;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages list exactly the versions that the build and the rows of {@code .ci/compat} test. */
class VersionsTest {

    static final String RELEASED = Repository.read(Path.of("pom.xml")).split("</?released.version>", -1)[1];

    private static final List<String> ROWS = Repository.rows()
            .filter(row -> !row.contains("-unsupported ") && !row.contains("-limited "))
            .toList();

    /** Includes dependencies for Gradle, and the projects in {@code quickstart}. */
    @Test
    void pagesShowReleasedVersion() {
        Pattern dependency =
                Pattern.compile("telemetry-context-[a-z0-9-]+(?:</artifactId>\\s*<version>|:)(\\d[A-Za-z0-9.-]*)");
        assertThat(Stream.concat(Repository.pages(), Repository.files(name -> name.contains("/quickstart/")))
                        .map(Repository::read)
                        .flatMap(page -> dependency.matcher(page).results())
                        .map(found -> found.group(1)))
                .hasSizeGreaterThan(20)
                .containsOnly(RELEASED);
    }

    @Test
    void pageListsTestedVersions() {
        Map<String, List<String>> tested = new LinkedHashMap<>();
        tested.put("Log4j", versions("log4j.version"));
        tested.put("Logback", versions("logback.version"));
        tested.put(
                "logstash-logback-encoder",
                sorted(Stream.concat(
                        poms("<logstash-encoder.version>([0-9.]+)<"),
                        poms("<artifactId>logstash-logback-encoder</artifactId>\\s*<version>([0-9.]+)<"))));
        tested.put("SLF4J", versions("slf4j.version"));
        tested.put("OpenTelemetry", versions("opentelemetry.version"));
        tested.put("context-propagation", versions("context-propagation.version"));
        tested.put("kotlinx.coroutines", versions("kotlinx-coroutines.version"));
        tested.put("LangChain4j", versions("langchain4j.version"));
        tested.put("Spring AI", versions("spring-ai.version"));
        tested.put("Spring Boot", versions("spring-boot.version"));
        tested.put("Micronaut", versions("micronaut.version"));
        tested.put("Dropwizard", versions("dropwizard.version"));
        tested.put("JUnit", versions("junit.version"));
        tested.put("JDK", List.of("17", "25"));

        Map<String, List<String>> promised = new LinkedHashMap<>();
        new Markdown(Repository.ROOT.resolve("docs/compatibility.md"))
                .tableUnder("Versions")
                .forEach(row -> promised.put(row.get(0), List.of(row.get(1).split(", ", -1))));

        assertThat(promised).isEqualTo(tested);
    }

    /** This page lists versions itself, because the plugin brings {@code opentelemetry-api}. */
    @Test
    void openTelemetryPageListsTestedVersions() {
        List<String> tested = versions("opentelemetry.version");
        String newest = tested.get(tested.size() - 1);
        assertThat(Repository.read(Path.of("docs", "opentelemetry.md")))
                .contains("Tested with OpenTelemetry "
                        + String.join(", ", tested).replaceFirst(", ([^,]*)$", " and $1") + ".")
                .contains("brings `opentelemetry-api` " + newest + ".");
    }

    @Test
    void recipesListTestedVersions() {
        String poms = Stream.of("recipes", "micronaut", "dropwizard", "quarkus")
                .map(folder -> Repository.read(Path.of("integration-tests", folder, "pom.xml")))
                .collect(Collectors.joining());
        List<List<String>> promised = new Markdown(Repository.ROOT.resolve("docs/recipes.md"))
                .tableUnder("Recipes").stream()
                        .filter(row -> row.get(1).matches("[0-9].*"))
                        .toList();

        assertThat(promised)
                .hasSizeGreaterThan(10)
                .allSatisfy(row ->
                        assertThat(poms).containsPattern(versionOf(row.get(0)) + Pattern.quote(row.get(1)) + "<"));
    }

    /** Returns a pattern for the property of the library, or for an artifact such as {@code vertx-core} for Vert.x. */
    private static String versionOf(String library) {
        String name = library.replaceAll("Apache |[.]", "").replace(' ', '-').toLowerCase(Locale.ROOT);
        return "<(" + name + "\\.version|artifactId>" + name + "[^<]*</artifactId>\\s*<version)>";
    }

    private static List<String> versions(String property) {
        Pattern inRow = Pattern.compile("\\s" + Pattern.quote(property) + "=(\\S+)");
        return sorted(Stream.concat(
                poms("<" + Pattern.quote(property) + ">([0-9.]+)<"),
                ROWS.stream().flatMap(row -> inRow.matcher(row).results()).map(found -> found.group(1))));
    }

    /** Returns the matches in the root POM and in the POMs of the modules. */
    private static Stream<String> poms(String pattern) {
        return Repository.files(name -> name.matches("([^/]*/)?pom.xml"))
                .map(Repository::read)
                .flatMap(pom -> Pattern.compile(pattern).matcher(pom).results())
                .map((MatchResult found) -> found.group(1));
    }

    private static List<String> sorted(Stream<String> versions) {
        return versions.distinct().sorted(Comparator.comparing(Version::parse)).toList();
    }
}
