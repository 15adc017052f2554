package io.github.telemetrycontext.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.plugins.processor.PluginCache;
import org.apache.logging.log4j.core.config.plugins.processor.PluginEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the metadata for native images with classes and sources. All its names must exist. It must name everything
 * that frameworks and modules reach by name. No native image is built.
 */
class NativeImageMetadataTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path METADATA = Path.of("META-INF", "native-image");
    private static final String INIT = ".<init>";

    private static final Pattern REFLECTION =
            Pattern.compile("Class\\.forName|\\.loadClass\\(|newProxyInstance|\\.unreflect"
                    + "|\\.get(Declared)?(Method|Field|Constructor)s?\\(|\\.find(Virtual|Static|Special|Constructor|\\w*VarHandle|\\w*Getter|\\w*Setter)\\("
                    + "|\\.getResource(s|AsStream)?\\(");

    /**
     * The source files with reflection, with the names that the metadata must have for them. Add an entry for each new
     * file.
     */
    private static final Map<String, List<String>> NAMES_BY_SOURCE = Map.ofEntries(
            entry("CurrentContext", List.of("java.lang.Thread.isVirtual")),
            entry("TelemetryFuture", List.of("proxy java.util.concurrent.CompletionStage")),
            // The contract for plugins needs class loaders, which native images do not have.
            entry("ClassLoaderProbe", List.of()),
            entry("ProbedUse", List.of()),
            entry("VirtualThreads", List.of("java.lang.Thread.startVirtualThread")),
            entry("ConfigurationCheck", List.of("io.github.telemetrycontext.log4j2.TelemetryContextDataProvider")),
            entry("SupportedCore", List.of("io/github/telemetrycontext/TelemetryContext.class")),
            // A Log4j of an unknown version counts as supported.
            entry("SupportedLog4j", List.of()),
            entry(
                    "TelemetrySelfCheck",
                    List.of(
                            "io/github/telemetrycontext/TelemetryContext.class",
                            "org/apache/logging/log4j/LogManager.class",
                            "org/apache/logging/log4j/core/LoggerContext.class")),
            entry("LogbackSelfCheck", List.of("io.github.telemetrycontext.logback.TelemetryConfigurator")),
            entry(
                    "LogstashTyping",
                    List.of(
                            "net.logstash.logback.composite.AbstractCompositeJsonFormatter.jsonProviders",
                            "net.logstash.logback.composite.loggingevent.mdc.MdcEntryWriter.*",
                            "net.logstash.logback.encoder.CompositeJsonEncoder.formatter",
                            "net.logstash.logback.layout.CompositeJsonLayout.formatter")),
            // A native image has one class loader.
            entry("OtherCopy", List.of()),
            entry(
                    "RequiredJars",
                    List.of(
                            "ch/qos/logback/classic/LoggerContext.class",
                            "ch/qos/logback/core/Context.class",
                            "io/github/telemetrycontext/TelemetryContext.class",
                            "org/slf4j/LoggerFactory.class")),
            entry("SilentMdcAdapterChange", List.of("ch.qos.logback.classic.LoggerContext.mdcAdapter")),
            entry("SupportedLogback", List.of("ch.qos.logback.classic.turbo.TurboFilter.decide")),
            entry(
                    "Disabled",
                    List.of("io.github.telemetrycontext.TelemetryContext", "io.opentelemetry.context.Context")),
            entry("TelemetryLogRecordProcessor", List.of("io.opentelemetry.sdk.logs.ReadWriteLogRecord.getAttributes")),
            entry("AiServiceInvocationHandler", List.of("proxy dev.langchain4j.service.TokenStream")),
            entry(
                    "OwnOverloads",
                    List.of(
                            "dev.langchain4j.model.chat.ChatModel.*",
                            "dev.langchain4j.model.chat.StreamingChatModel.*")),
            // Only applications know the interfaces of their AI services.
            entry("TelemetryAiService", List.of()),
            // The hints for Spring name the self-checks. Native images decorate no beans.
            entry("TelemetryContextEndpoint", List.of()),
            entry("DecoratedBeans", List.of()));

    /** Classes with a public constructor without parameters that applications create with {@code new}. */
    private static final Set<String> CREATED_BY_CODE = Set.of(
            "TelemetryFuture",
            "TelemetryLogRecordProcessor",
            "TelemetrySpanProcessor",
            "TelemetryContextAdvisor",
            "TelemetryObservationFilter");

    /** All modules except the extension of the Java agent, because native images have no agents. */
    static Stream<Module> modules() {
        return Module.published().filter(module -> !module.folder().equals("opentelemetry-agent"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void namesOnlyExistingElements(Module module) throws Exception {
        try (URLClassLoader loader = loaderOf(module)) {
            for (JsonNode entry : entries(module, "reflection")) {
                JsonNode type = type(entry);
                for (JsonNode name : type.path("proxy")) {
                    assertThat(load(name.asString(), loader)).isInterface();
                }
                if (type.isString()) {
                    membersExist(entry, load(type.asString(), loader), loader);
                }
            }
            for (JsonNode resource : entries(module, "resources")) {
                String name = resource.path("glob").asString();
                assertThat(loader.getResource(name)).as(name).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void namesConstructorOfEachClassThatFrameworksCreate(Module module) throws Exception {
        List<String> created = new ArrayList<>(services(module));
        module.loadedFromTheModulePath().stream()
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .filter(type ->
                        Stream.of(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0))
                .filter(type -> !CREATED_BY_CODE.contains(type.getSimpleName()))
                .map(Class::getName)
                .forEach(created::add);

        assertThat(names(module))
                .containsAll(created.stream().map(name -> name + INIT).toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void namesFactoryMethodOfEachLog4jPlugin(Module module) throws IOException {
        assertThat(names(module))
                .containsAll(plugins(module).map(name -> name + ".getInstance").toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void namesEachResourceOutsideOfMetaInf(Module module) throws IOException {
        assertThat(names(module))
                .containsAll(files(module.classes()).stream()
                        .map(file ->
                                module.classes().relativize(file).toString().replace('\\', '/'))
                        .filter(name -> !name.startsWith("META-INF/") && !name.endsWith(".class"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void namesAllElementsThatSourcesReachByName(Module module) throws IOException {
        Set<String> names = names(module);
        try (Stream<Path> sources = Files.walk(Path.of("..", module.folder(), "src", "main", "java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (REFLECTION.matcher(Files.readString(source)).find()) {
                    String name = source.toFile().getName().replace(".java", "");
                    assertThat(NAMES_BY_SOURCE).containsKey(name);
                    assertThat(names).as("names for %s", name).containsAll(NAMES_BY_SOURCE.get(name));
                }
            }
        }
    }

    private static void membersExist(JsonNode entry, Class<?> type, ClassLoader loader) throws Exception {
        for (JsonNode method : entry.path("methods")) {
            String name = method.path("name").asString();
            List<Class<?>> parameters = new ArrayList<>();
            for (JsonNode parameter : method.path("parameterTypes")) {
                parameters.add(load(parameter.asString(), loader));
            }
            if (name.equals("<init>")) {
                assertThat(type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new)))
                        .isNotNull();
            } else if (type != Thread.class || Runtime.version().feature() >= 21) {
                assertThat(type.getDeclaredMethod(name, parameters.toArray(Class<?>[]::new)))
                        .isNotNull();
            }
        }
        for (JsonNode field : entry.path("fields")) {
            assertThat(type.getDeclaredField(field.path("name").asString())).isNotNull();
        }
    }

    private static Class<?> load(String name, ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    /** Returns types, members with their types, {@code *} for all public methods, proxies, and resources. */
    private static Set<String> names(Module module) throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode entry : entries(module, "reflection")) {
            String type = type(entry).isString()
                    ? type(entry).asString()
                    : "proxy " + type(entry).path("proxy").path(0).asString();
            names.add(type);
            entry.path("methods")
                    .forEach(
                            method -> names.add(type + "." + method.path("name").asString()));
            entry.path("fields")
                    .forEach(field -> names.add(type + "." + field.path("name").asString()));
            if (entry.path("allPublicMethods").asBoolean(false)) {
                names.add(type + ".*");
            }
        }
        entries(module, "resources")
                .forEach(resource -> names.add(resource.path("glob").asString()));
        return names;
    }

    private static List<JsonNode> entries(Module module, String kind) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        for (Path file : files(module.classes().resolve(METADATA))) {
            JsonNode metadata = JSON.readTree(Files.readString(file));
            if (!metadata.isArray()) {
                metadata.path(kind).forEach(entries::add);
            } else if (kind.equals("reflection")) {
                metadata.forEach(entries::add);
            }
        }
        return entries;
    }

    /** Log4j's annotation processor writes the older format, in which the key of the type is {@code name}. */
    private static JsonNode type(JsonNode entry) {
        return entry.has("type") ? entry.path("type") : entry.path("name");
    }

    private static Set<String> services(Module module) throws IOException {
        Set<String> providers = new TreeSet<>();
        for (Path file : files(module.classes().resolve(Path.of("META-INF", "services")))) {
            providers.addAll(Files.readAllLines(file).stream()
                    .filter(Predicate.not(String::isBlank))
                    .toList());
        }
        return providers;
    }

    private static Stream<String> plugins(Module module) throws IOException {
        PluginCache cache = new PluginCache();
        List<URL> indexes = new ArrayList<>();
        for (Path file : files(module.classes().resolve(Path.of("META-INF", "org")))) {
            indexes.add(file.toUri().toURL());
        }
        cache.loadCacheFiles(Collections.enumeration(indexes));
        return cache.getAllCategories().values().stream()
                .flatMap(category -> category.values().stream())
                .map(PluginEntry::getClassName);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }

    /** Loads the classes and frameworks of the module, then those of the tests, such as the core. */
    private static URLClassLoader loaderOf(Module module) throws IOException {
        List<Path> places = new ArrayList<>(List.of(module.classes()));
        Stream.of(module.frameworkClasspath().split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(places::add);
        places.addAll(ForkedJvm.classPathOfTests());
        List<URL> urls = new ArrayList<>();
        for (Path place : places) {
            urls.add(place.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
