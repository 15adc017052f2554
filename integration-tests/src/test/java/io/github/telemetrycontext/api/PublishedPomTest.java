package io.github.telemetrycontext.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for POMs, from Maven Central and for users. */
class PublishedPomTest {

    private static final String GROUP = "io.github.telemetrycontext";
    private static final String OPENTELEMETRY = "telemetry-context-opentelemetry";
    private static final String STARTER = "telemetry-context-spring-boot-starter";
    private static final String DEPENDENCIES =
            "/project/dependencies/dependency[not(scope = 'provided' or scope = 'test')]/";

    static Stream<PublishedPom> poms() {
        return PublishedPom.all();
    }

    @ParameterizedTest
    @MethodSource("poms")
    void hasMetadataOfProject(PublishedPom pom) {
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
    void parentIsPublished(PublishedPom pom) {
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
    void hasNoFrameworkDependencyAndNoRepository(PublishedPom pom) {
        assertThat(pom.texts("/project/repositories | /project/pluginRepositories | /project/distributionManagement"))
                .isEmpty();
        List<String> groups = new ArrayList<>(List.of(GROUP));
        if (is(pom, OPENTELEMETRY)) {
            groups.add("io.opentelemetry");
        } else if (is(pom, STARTER)) {
            groups.add("io.micrometer");
        }
        assertThat(pom.texts(DEPENDENCIES + "groupId")).isSubsetOf(groups);
    }

    /**
     * Without the API, the Java agent does not propagate the context. Applications under the agent often do not
     * depend on the API themselves.
     */
    @Test
    void openTelemetryPluginDependsOnOpenTelemetryApiOnly() {
        assertThat(dependenciesOf(OPENTELEMETRY)).containsExactly("telemetry-context-core", "opentelemetry-api");
    }

    /** Streams need context-propagation, and Spring Boot does not add it. */
    @Test
    void starterDependsOnPluginsAndContextPropagation() {
        assertThat(dependenciesOf(STARTER))
                .containsExactlyInAnyOrder(
                        "telemetry-context-core",
                        "telemetry-context-log4j2",
                        "telemetry-context-logback",
                        "telemetry-context-micrometer",
                        "telemetry-context-langchain4j",
                        "telemetry-context-spring-ai",
                        "context-propagation");
    }

    private static Stream<String> dependenciesOf(String artifact) {
        return poms().filter(pom -> is(pom, artifact)).flatMap(pom -> pom.texts(DEPENDENCIES + "artifactId").stream());
    }

    private static boolean is(PublishedPom pom, String artifact) {
        return pom.texts("/project/artifactId").contains(artifact);
    }

    @Test
    void bomHasNoParentAndOnlyVersionsOfThisProject() {
        PublishedPom bom = PublishedPom.bom();
        assertThat(bom.hasParent()).isFalse();
        assertThat(bom.texts("//dependency/groupId"))
                .hasSize((int) Module.published().count())
                .containsOnly(GROUP);
    }
}
