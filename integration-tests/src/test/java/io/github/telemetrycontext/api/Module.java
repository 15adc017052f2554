package io.github.telemetrycontext.api;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A published module, read from its compiled classes. */
record Module(String folder) {

    private static final int PUBLIC_OR_PROTECTED = Modifier.PUBLIC | Modifier.PROTECTED;

    static Stream<Module> published() {
        return Stream.of(
                        "context-core",
                        "context-testkit",
                        "log4j2-plugin",
                        "logback-plugin",
                        "micrometer-plugin",
                        "coroutines-plugin",
                        "opentelemetry-plugin",
                        "opentelemetry-agent",
                        "langchain4j-plugin",
                        "spring-ai-plugin",
                        "spring-boot-starter")
                .map(Module::new);
    }

    Path classes() {
        return Path.of("..", folder, "target", "classes");
    }

    /** Returns the committed description. */
    Path description() {
        return Path.of("api", folder + ".txt");
    }

    ModuleDescriptor descriptor() {
        return ModuleFinder.of(classes()).findAll().iterator().next().descriptor();
    }

    /**
     * Describes the module for its users: its descriptor, and the public types with their public and protected
     * members.
     */
    String describe() {
        List<String> lines = new ArrayList<>();
        ModuleDescriptor descriptor = descriptor();
        lines.add("module " + descriptor.name());
        add(lines, descriptor.requires(), required -> "requires " + modifiers(required.modifiers()) + required.name());
        add(lines, descriptor.exports(), exported -> "exports " + exported.source() + to(exported.targets()));
        add(lines, descriptor.opens(), opened -> "opens " + opened.source() + to(opened.targets()));
        add(lines, descriptor.uses(), service -> "uses " + service);
        add(
                lines,
                descriptor.provides(),
                provided -> "provides " + provided.service() + " with " + provided.providers());
        publicTypes().forEach(type -> lines.add("\n" + type));
        return String.join("\n", lines) + "\n";
    }

    private static <T> void add(List<String> lines, Set<T> parts, Function<T, String> text) {
        lines.addAll(parts.stream().map(text).sorted().toList());
    }

    private static String to(Set<String> targets) {
        return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
    }

    private static String modifiers(Set<ModuleDescriptor.Requires.Modifier> modifiers) {
        return new TreeSet<>(modifiers)
                .stream()
                        .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
                        .collect(Collectors.joining());
    }

    private List<String> publicTypes() {
        Set<String> exported = descriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        Set<String> publicNames = new TreeSet<>();
        List<String> types = new ArrayList<>();
        for (Class<?> type : loadedFromTheModulePath()) {
            if (!exported.contains(type.getPackageName())) {
                continue;
            }
            String name = type.getName();
            String declared = javap(name);
            int nested = name.lastIndexOf('$');
            if (declared.startsWith("public ") && (nested < 0 || publicNames.contains(name.substring(0, nested)))) {
                publicNames.add(name);
                types.add(declared + nullable(type));
            }
        }
        return types;
    }

    /** Returns the members that allow null, because javap does not show this. */
    private static String nullable(Class<?> type) {
        return Stream.concat(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()))
                .filter(member -> !member.isSynthetic() && (member.getModifiers() & PUBLIC_OR_PROTECTED) != 0)
                .map(Module::withAnnotations)
                .filter(text -> text.contains("@"))
                .sorted()
                .map(text -> "\n  " + text)
                .collect(Collectors.joining());
    }

    private static String withAnnotations(Executable member) {
        String parameters = Stream.of(member.getAnnotatedParameterTypes())
                .map(AnnotatedType::toString)
                .collect(Collectors.joining(", "));
        String text = member.getName() + "(" + parameters + "): " + member.getAnnotatedReturnType();
        return text.replaceAll("@[\\w.]*\\.(\\w+)(\\(\\))? ?", "@$1 ");
    }

    private List<String> typeNames() {
        try (Stream<Path> files = Files.walk(classes())) {
            return files.map(file -> classes().relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the modules that the classes of this module refer to. */
    Set<String> needs() {
        String suggested =
                jdeps("--check", descriptor().name()).split("\\[Suggested module descriptor|\\[Transitive", -1)[1];
        return Pattern.compile("requires (?:(?:transitive|mandated) )*([\\w.]+)")
                .matcher(suggested)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the internals of the JDK that this module uses. jdeps also lists those of frameworks, which do not
     * matter here.
     */
    List<String> internalsOfTheJdk() {
        String name = descriptor().name();
        return jdeps("--jdk-internals", "--module", name)
                .lines()
                .filter(line -> line.startsWith(name + " -> "))
                .toList();
    }

    private String jdeps(String... question) {
        List<String> arguments = new ArrayList<>(List.of("--multi-release", "17", "--module-path", modulePath()));
        arguments.addAll(List.of(question));
        return run("jdeps", arguments);
    }

    /**
     * Returns this module, the modules of this project that it requires, and all frameworks. Spring 7 uses
     * commons-logging instead of its own module.
     */
    private String modulePath() {
        Set<String> required = required().collect(Collectors.toSet());
        Stream<String> others = published()
                .filter(module -> required.contains(module.descriptor().name()))
                .flatMap(module -> Stream.of((module.classes() + File.pathSeparator + module.frameworkClasspath())
                        .split(File.pathSeparator)))
                .filter(entry -> !entry.contains("commons-logging"));
        return Stream.concat(Stream.of(classes().toString(), frameworkClasspath()), others)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Stream<String> required() {
        return descriptor().requires().stream().map(ModuleDescriptor.Requires::name);
    }

    /**
     * Returns the classes of this module. They are loaded as in a modular application that has all optional
     * dependencies.
     */
    List<Class<?>> loadedFromTheModulePath() {
        ModuleFinder found = ModuleFinder.of(Stream.of(modulePath().split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toArray(Path[]::new));
        Set<String> roots = Stream.concat(Stream.of(descriptor().name()), required())
                .filter(name -> found.find(name).isPresent())
                .collect(Collectors.toSet());
        ModuleLayer layer = ModuleLayer.boot()
                .defineModulesWithOneLoader(
                        ModuleLayer.boot().configuration().resolveAndBind(found, ModuleFinder.of(), roots),
                        ClassLoader.getPlatformClassLoader());
        ClassLoader loader = layer.findLoader(descriptor().name());
        return typeNames().stream().<Class<?>>map(name -> load(name, loader)).toList();
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the classpath of the frameworks. */
    String frameworkClasspath() {
        return read(Path.of("..", folder, "target", "classpath.txt")).strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String tool, List<String> arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int exitCode = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        writer.flush();
        if (exitCode != 0) {
            throw new IllegalStateException(out.toString());
        }
        return out.toString();
    }

    /** Omits the line with the source file, and sorts the members. */
    private String javap(String type) {
        String text = run("javap", List.of("-protected", "-cp", classes().toString(), type));
        List<String> lines = new ArrayList<>(text.strip().lines().toList());
        lines.removeIf(line -> line.startsWith("Compiled from "));
        // The order of the compiler's bridge methods is undefined.
        lines.subList(1, lines.size() - 1).sort(null);
        return String.join("\n", lines);
    }
}
