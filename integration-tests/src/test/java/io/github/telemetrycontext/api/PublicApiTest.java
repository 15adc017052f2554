package io.github.telemetrycontext.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicApiTest {

    static Stream<Module> modules() {
        return Module.published();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void publicApiMatchesCommittedText(Module module) throws IOException {
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(module.description(), module.describe());
        }
        assertThat(module.describe())
                .as("If you want this change, run mvn verify -Dapi.update=true and commit %s", module.description())
                .isEqualTo(Files.readString(module.description()).replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleNeedsOnlyModulesOfItsDescriptorAndNoJdkInternals(Module module) {
        Set<ModuleDescriptor.Requires> said = module.descriptor().requires();
        Set<String> openedTo = module.descriptor().opens().stream()
                .flatMap(opened -> opened.targets().stream())
                .collect(Collectors.toSet());

        // jdeps does not see all optional annotations, and no modules that are required only as targets of opens.
        assertThat(module.needs())
                .as("modules that jdeps finds")
                .isSubsetOf(said.stream().map(ModuleDescriptor.Requires::name).toList())
                .containsAll(said.stream()
                        .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name)
                        .filter(name -> !openedTo.contains(name))
                        .toList());
        assertThat(module.internalsOfTheJdk()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void servicesAreTheSameOnClasspathAndModulePath(Module module) throws IOException {
        Path files = module.classes().resolve(Path.of("META-INF", "services"));
        String[] onClasspath = files.toFile().list();
        Set<ModuleDescriptor.Provides> onModulePath = module.descriptor().provides();

        assertThat(onClasspath == null ? List.of() : List.of(onClasspath))
                .containsExactlyInAnyOrderElementsOf(onModulePath.stream()
                        .map(ModuleDescriptor.Provides::service)
                        .toList());
        for (ModuleDescriptor.Provides provided : onModulePath) {
            assertThat(Files.readAllLines(files.resolve(provided.service()))).isEqualTo(provided.providers());
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void eachClassOnModulePathBelongsToItsModule(Module module) {
        assertThat(module.loadedFromTheModulePath()).isNotEmpty().allSatisfy(loaded -> {
            // Resolves the types of the methods.
            assertThat(loaded.getDeclaredMethods()).isNotNull();
            assertThat(loaded.getModule().getName())
                    .isEqualTo(module.descriptor().name());
        });
    }

    /** Users on the classpath do not see the annotation of the module, so each package needs its own. */
    @ParameterizedTest
    @MethodSource("modules")
    void eachPackageIsNullMarked(Module module) {
        assertThat(module.loadedFromTheModulePath())
                .extracting(Class::getPackage)
                .allSatisfy(its -> assertThat(its.getAnnotations())
                        .extracting(annotation -> annotation.annotationType().getSimpleName())
                        .contains("NullMarked"));
    }

    @Test
    void coreNeedsOnlyJdk() {
        assertThat(new Module("context-core").descriptor().requires())
                .filteredOn(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("java.base");
    }

    @Test
    void bomHasEveryPublishedModule() throws IOException {
        assertThat(artifacts(Path.of("..", "bom", "pom.xml")).skip(2))
                .containsExactlyElementsOf(Module.published()
                        .map(module -> artifacts(Path.of("..", module.folder(), "pom.xml"))
                                .skip(1)
                                .findFirst()
                                .orElseThrow())
                        .toList());
    }

    @Test
    void eachModuleIsPublishedOrMarkedAsUnpublished() throws IOException {
        List<String> published = Module.published().map(Module::folder).toList();
        List<String> modules = Pattern.compile("<module>(.*?)</module>")
                .matcher(Files.readString(Path.of("..", "pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(modules).containsAll(published);
        assertThat(modules)
                .filteredOn(module -> !published.contains(module))
                .allSatisfy(module -> assertThat(Path.of("..", module, "pom.xml"))
                        .content()
                        .containsAnyOf(
                                "<unpublished>true</unpublished>",
                                "<maven.deploy.skip>true</maven.deploy.skip>",
                                "<packaging>pom</packaging>"));
    }

    private static Stream<String> artifacts(Path pom) {
        try {
            return Pattern.compile("<artifactId>(telemetry-context-.*?)</artifactId>")
                    .matcher(Files.readString(pom))
                    .results()
                    .map(MatchResult::group)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
