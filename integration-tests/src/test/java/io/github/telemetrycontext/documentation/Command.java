package io.github.telemetrycontext.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that the files, profiles, properties and rows of a command line on a page exist. Other tests check the output of jq
 * filters.
 */
final class Command {

    private static final List<String> SOURCES = Repository.files(
                    name -> name.endsWith("pom.xml") || name.endsWith(".java"))
            .map(Repository::read)
            .toList();

    private static final List<String> ROWS =
            Repository.rows().map(row -> row.split(" ", 2)[0]).toList();

    static void check(String commands) {
        String withoutQuoted = commands.replaceAll("(?s)'.*?'", "''");
        withoutQuoted
                .lines()
                .map(line -> line.replaceFirst("[#>].*", ""))
                .flatMap(line -> Stream.of(line.split("[|]", -1)))
                .map(command -> List.of(command.strip().split("\\s+", -1)))
                .forEach(Command::check);
    }

    private static void check(List<String> words) {
        List<String> arguments = words.subList(1, words.size());
        switch (words.get(0)) {
            case "mvn" -> arguments.forEach(Command::isKnownToMaven);
            case "java" -> isProgram(arguments.get(arguments.size() - 1));
            case ".ci/row" -> assertThat(ROWS).containsAll(arguments);
            case ".ci/run", ".ci/version" ->
                assertThat(Repository.ROOT.resolve(words.get(0))).exists();
            default -> assertThat(words.get(0)).isEqualTo("jq");
        }
    }

    private static void isKnownToMaven(String argument) {
        if (argument.startsWith("-P")) {
            for (String profile : argument.substring(2).split(",", -1)) {
                isKnown(argument, "<id>" + profile + "</id>");
            }
        } else if (argument.startsWith("-D")) {
            String property = argument.substring(2).split("=", 2)[0];
            isKnown(argument, "<" + property + ">", "<name>" + property + "</name>", '"' + property + '"');
        } else if (!List.of("-q", "-pl", "-am", "verify", "install", "test-compile", "spotless:apply")
                .contains(argument)) {
            for (String module : argument.split(",", -1)) {
                assertThat(Repository.ROOT.resolve(module).resolve("pom.xml")).exists();
            }
        }
    }

    private static void isKnown(String argument, String... texts) {
        assertThat(SOURCES.stream().anyMatch(source -> Stream.of(texts).anyMatch(source::contains)))
                .as("a POM or a class that defines %s", argument)
                .isTrue();
    }

    private static void isProgram(String type) {
        String source = "src/main/java/" + type.replace('.', '/') + ".java";
        assertThat(Repository.files(name -> name.endsWith(source)).map(Repository::read))
                .singleElement()
                .asString()
                .contains("public static void main(");
    }

    private Command() {}
}
