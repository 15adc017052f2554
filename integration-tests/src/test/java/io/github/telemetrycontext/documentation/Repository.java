package io.github.telemetrycontext.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of this repository, without build output and git's own files. */
final class Repository {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<Path> FILES = walk();

    private static List<Path> walk() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .map(ROOT::relativize)
                    .filter(file -> Stream.of("target", ".git")
                            .noneMatch(name ->
                                    file.startsWith(name) || file.toString().contains("/" + name + "/")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Path> files(Predicate<String> name) {
        return FILES.stream().filter(file -> name.test(file.toString().replace('\\', '/')));
    }

    static Stream<Path> pages() {
        return files(name -> name.endsWith(".md"));
    }

    /** Returns the rows of {@code .ci/compat}. */
    static Stream<String> rows() {
        return read(Path.of(".ci", "compat")).lines().filter(row -> !row.isEmpty() && !row.startsWith("#"));
    }

    static String read(Path file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Repository() {}
}
