package io.github.telemetrycontext.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Maven Central refuses to publish, or users would suffer from. */
class PublishedPomTest {

    private static final String GROUP = "io.github.telemetrycontext";
    private static final String OPENTELEMETRY = "telemetry-context-opentelemetry";
    private static final String STARTER = "telemetry-context-spring-boot-starter";
    private static final String BROUGHT =
            "/project/dependencies/dependency[not(scope = 'provided' or scope = 'test')]/";

    static Stream<PublishedPom> poms() {
        return PublishedPom.all();
    }

    @ParameterizedTest
    @MethodSource("poms")
    void itSaysWhatTheProjectIsAndWhereItComesFrom(PublishedPom pom) {
        for (String own : List.of("name", "description")) {
            assertThat(pom.texts("/project/" + own)).as(own).singleElement().isNotEqualTo("");
        }
        for (String inherited : List.of(
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/url",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            assertThat(pom.textsWithParent("/project/" + inherited))
                    .as(inherited)
                    .singleElement()
                    .isNotEqualTo("");
        }
    }

    @ParameterizedTest
    @MethodSource("poms")
    void itsParentIsPublishedToo(PublishedPom pom) {
        if (pom.hasParent()) {
            for (String coordinate : List.of("groupId", "artifactId", "version")) {
                assertThat(pom.texts("/project/parent/" + coordinate))
                        .isEqualTo(PublishedPom.PARENT.texts("/project/" + coordinate));
            }
        }
        assertThat(pom.texts("/project/properties/maven.deploy.skip")).isSubsetOf("${unpublished}");
        assertThat(pom.textsWithParent("/project/properties/unpublished")).isSubsetOf("false");
    }

    @ParameterizedTest
    @MethodSource("poms")
    void itBringsNeitherAFrameworkNorARepository(PublishedPom pom) {
        assertThat(pom.texts("/project/repositories | /project/pluginRepositories | /project/distributionManagement"))
                .isEmpty();
        List<String> groups = new ArrayList<>(List.of(GROUP));
        if (is(pom, OPENTELEMETRY)) {
            groups.add("io.opentelemetry");
        } else if (is(pom, STARTER)) {
            groups.add("io.micrometer");
        }
        assertThat(pom.texts(BROUGHT + "groupId")).isSubsetOf(groups);
    }

    /** Without the API, the java agent carries nothing, and an application under the agent may not have it otherwise. */
    @Test
    void theOpenTelemetryPluginBringsTheApiOfOpenTelemetryAndNothingElse() {
        assertThat(broughtBy(OPENTELEMETRY)).containsExactly("telemetry-context-core", "opentelemetry-api");
    }

    /** Streams need it, and Spring Boot does not bring it. */
    @Test
    void starterBringsPluginsAndContextPropagation() {
        assertThat(broughtBy(STARTER))
                .containsExactlyInAnyOrder(
                        "telemetry-context-core",
                        "telemetry-context-log4j2",
                        "telemetry-context-logback",
                        "telemetry-context-micrometer",
                        "telemetry-context-langchain4j",
                        "telemetry-context-spring-ai",
                        "context-propagation");
    }

    private static Stream<String> broughtBy(String artifact) {
        return poms().filter(pom -> is(pom, artifact)).flatMap(pom -> pom.texts(BROUGHT + "artifactId").stream());
    }

    private static boolean is(PublishedPom pom, String artifact) {
        return pom.texts("/project/artifactId").contains(artifact);
    }

    @Test
    void theBomStandsAloneWithTheVersionsOfOursAndOfNobodyElse() {
        PublishedPom bom = PublishedPom.bom();
        assertThat(bom.hasParent()).isFalse();
        assertThat(bom.texts("//dependency/groupId"))
                .hasSize((int) Module.published().count())
                .containsOnly(GROUP);
    }
}
