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
    void thePublicApiIsTheCommittedOne(Module module) throws IOException {
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(module.description(), module.describe());
        }
        assertThat(module.describe())
                .as("If the change is meant: mvn verify -Dapi.update=true, and commit %s", module.description())
                .isEqualTo(Files.readString(module.description()).replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleNeedsWhatItsDescriptorSaysAndNothingInsideTheJdk(Module module) {
        Set<ModuleDescriptor.Requires> said = module.descriptor().requires();
        Set<String> openedTo = module.descriptor().opens().stream()
                .flatMap(opened -> opened.targets().stream())
                .collect(Collectors.toSet());

        // jdeps does not see each annotation that is optional, nor a module that is required to be opened to.
        assertThat(module.needs())
                .as("what jdeps finds")
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
    void theServicesAreTheSameOnTheClassPathAndOnTheModulePath(Module module) throws IOException {
        Path files = module.classes().resolve(Path.of("META-INF", "services"));
        String[] onTheClassPath = files.toFile().list();
        Set<ModuleDescriptor.Provides> onTheModulePath = module.descriptor().provides();

        assertThat(onTheClassPath == null ? List.of() : List.of(onTheClassPath))
                .containsExactlyInAnyOrderElementsOf(onTheModulePath.stream()
                        .map(ModuleDescriptor.Provides::service)
                        .toList());
        for (ModuleDescriptor.Provides provided : onTheModulePath) {
            assertThat(Files.readAllLines(files.resolve(provided.service()))).isEqualTo(provided.providers());
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void onTheModulePathEachClassIsLoadedAsPartOfTheModule(Module module) {
        assertThat(module.loadedFromTheModulePath()).isNotEmpty().allSatisfy(loaded -> {
            // Looks up the types that they name.
            assertThat(loaded.getDeclaredMethods()).isNotNull();
            assertThat(loaded.getModule().getName())
                    .isEqualTo(module.descriptor().name());
        });
    }

    /** Beside the mark of the module, which users on the class path don't have. */
    @ParameterizedTest
    @MethodSource("modules")
    void eachPackageSaysThatNothingIsNullUnlessMarkedSo(Module module) {
        assertThat(module.loadedFromTheModulePath())
                .extracting(Class::getPackage)
                .allSatisfy(its -> assertThat(its.getAnnotations())
                        .extracting(annotation -> annotation.annotationType().getSimpleName())
                        .contains("NullMarked"));
    }

    @Test
    void theCoreNeedsNothingButTheJdk() {
        assertThat(new Module("context-core").descriptor().requires())
                .filteredOn(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("java.base");
    }

    @Test
    void theBomHasEveryModuleThatIsPublished() throws IOException {
        assertThat(artifacts(Path.of("..", "bom", "pom.xml")).skip(2))
                .containsExactlyElementsOf(Module.published()
                        .map(module -> artifacts(Path.of("..", module.folder(), "pom.xml"))
                                .skip(1)
                                .findFirst()
                                .orElseThrow())
                        .toList());
    }

    @Test
    void eachModuleOfTheBuildIsPublishedOrSaysThatItIsNot() throws IOException {
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
