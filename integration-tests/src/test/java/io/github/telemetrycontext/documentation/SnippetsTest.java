package io.github.telemetrycontext.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.telemetrycontext.testsupport.Markdown;
import io.github.telemetrycontext.testsupport.Markdown.Block;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.InputSource;

/** Each fenced block of each page is a part of a file that the build compiles, loads or tests. */
class SnippetsTest {

    private static final String PROJECT = Repository.read(Path.of("pom.xml"));
    private static final String BOM = Repository.read(Path.of("bom", "pom.xml"));
    private static final List<String> JAVA = contents(".java");
    private static final List<String> KOTLIN = contents(".kt");
    private static final List<String> GRADLE = contents(".gradle");
    private static final List<String> XML = contents(".xml");

    private static List<String> contents(String ending) {
        return Repository.files(name -> name.endsWith(ending))
                .map(Repository::read)
                .map(SnippetsTest::flush)
                .toList();
    }

    /** Removes white space, because pages break lines at other places. */
    private static String flush(String text) {
        return text.replaceAll("\\s", "");
    }

    @TestFactory
    Stream<DynamicTest> blocksArePartsOfFiles() {
        return Repository.pages()
                .flatMap(page -> new Markdown(Repository.ROOT.resolve(page))
                        .blocks().stream()
                                .map(block -> DynamicTest.dynamicTest(
                                        page + ": "
                                                + block.code()
                                                        .lines()
                                                        .findFirst()
                                                        .orElse(""),
                                        () -> check(page, block))));
    }

    @Test
    void exampleOfJavadocSiteIsCompiled() {
        String overview = Repository.read(Path.of("src", "javadoc", "overview.html"));
        isPartOfOne(JAVA, overview.split("<pre>\\{@code|}</pre>", -1)[1]);
    }

    /** Checks commands in text and tables. */
    @TestFactory
    Stream<DynamicTest> commandsExist() {
        return Repository.pages()
                .flatMap(page -> new Markdown(Repository.ROOT.resolve(page))
                        .inlineCode().stream()
                                .filter(code -> code.startsWith("mvn ") || code.startsWith(".ci/"))
                                .distinct()
                                .map(code -> DynamicTest.dynamicTest(page + ": " + code, () -> Command.check(code))));
    }

    private static void check(Path page, Block block) {
        String code = block.code();
        switch (block.language()) {
            case "java" -> {
                isWhole(code);
                isPartOfOne(JAVA, code);
            }
            case "kotlin" -> {
                hasAllBrackets(code);
                isPartOfOne(KOTLIN, code);
            }
            case "groovy" -> isPartOfOne(GRADLE, code);
            case "sh" -> Command.check(code);
            case "xml" -> {
                isWellFormed(code);
                if (code.startsWith("<dependency>")) {
                    isPublished(page, code);
                } else {
                    // Users choose the phase of a plugin.
                    isPartOfOne(XML, code.split("<executions>", 2)[0]);
                }
            }
            default -> {
                // Tests that run the frameworks compare their output.
            }
        }
    }

    private static void isPartOfOne(List<String> files, String code) {
        assertThat(files.stream().anyMatch(file -> file.contains(flush(code))))
                .as("Some file that is compiled or loaded contains:%n%s", code)
                .isTrue();
    }

    /** A block whose end is missing would still be a part of a file. */
    private static void isWhole(String code) {
        assertThat(code).matches("(?s).*[;}]\\s*");
        hasAllBrackets(code);
    }

    private static void hasAllBrackets(String code) {
        for (String brackets : List.of("{}", "()")) {
            assertThat(code.chars().filter(c -> c == brackets.charAt(0)).count())
                    .as("equal numbers of opening and closing brackets %s in:%n%s", brackets, code)
                    .isEqualTo(code.chars().filter(c -> c == brackets.charAt(1)).count());
        }
    }

    private static void isWellFormed(String xml) {
        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader("<snippet>" + xml + "</snippet>"))))
                .as(xml)
                .doesNotThrowAnyException();
    }

    private static void isPublished(Path page, String dependency) {
        assertThat(dependency)
                .contains(element("groupId", PROJECT), "<version>" + VersionsTest.RELEASED + "</version>");
        assertThat(BOM).contains(element("artifactId", dependency));
        List<String> modules = Repository.files(name -> name.matches("[^/]*/README.md"))
                .filter(readme -> isAbout(readme, page))
                .map(readme -> readme.resolveSibling("pom.xml"))
                .filter(pom -> Files.exists(Repository.ROOT.resolve(pom)))
                .map(Repository::read)
                .map(pom -> element("artifactId", pom.substring(pom.indexOf("</parent>"))))
                .filter(BOM::contains)
                .toList();
        if (!modules.isEmpty()) {
            assertThat(modules).contains(element("artifactId", dependency));
        }
    }

    /** The README of a module is about the module, and so is each page that this README links to. */
    private static boolean isAbout(Path readme, Path page) {
        return readme.equals(page) || Repository.read(readme).contains("](../" + page + ")");
    }

    private static String element(String name, String xml) {
        Matcher found = Pattern.compile("<" + name + ">[^<]*</" + name + ">").matcher(xml);
        assertThat(found.find()).as(name).isTrue();
        return found.group();
    }
}
