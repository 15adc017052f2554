package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.documentation.Markdown;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The versions that the README promises are those that the build tests, and the other way round. */
class VersionsTest {

    private static final Path ROOT = Path.of("..");
    private static final String MATRIX =
            "//profile[id='compat']//execution[not(contains(id, 'unsupported') or contains(id, 'limited'))]";

    @Test
    void theTableOfVersionsIsTheMatrix() throws Exception {
        Document root = pom(".");
        Document log4j = pom("log4j2-plugin");
        Document logback = pom("logback-plugin");
        Map<String, List<String>> matrix = new LinkedHashMap<>();
        matrix.put("Log4j", sorted(texts(log4j, MATRIX + "//test.log4jVersion"), texts(root, "//log4j.version")));
        matrix.put(
                "Logback", sorted(texts(logback, MATRIX + "//test.logbackVersion"), texts(root, "//logback.version")));
        matrix.put(
                "logstash-logback-encoder",
                sorted(
                        texts(logback, "//artifactItem[artifactId='logstash-logback-encoder']/version"),
                        texts(root, "//logstash-encoder.version")));
        matrix.put("SLF4J", sorted(texts(logback, MATRIX + "//test.slf4jVersion"), texts(root, "//slf4j.version")));
        matrix.put(
                "JDK",
                sorted(
                        texts(root, "/project/properties/maven.compiler.release"),
                        texts(root, "//profile/properties/maven.compiler.testRelease[.>21]")));

        Map<String, List<String>> promised = new LinkedHashMap<>();
        new Markdown(ROOT.resolve("README.md"))
                .tableUnder("Versions")
                .forEach(row -> promised.put(row.get(0), List.of(row.get(1).split(", ", -1))));

        assertThat(promised).isEqualTo(matrix);
        assertThat(promised.values())
                .allSatisfy(versions -> assertThat(versions).hasSizeGreaterThan(1));
    }

    private static Document pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    }

    private static List<String> texts(Document pom, String path) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }

    private static List<String> sorted(List<String> others, List<String> own) {
        List<String> all = new ArrayList<>(others);
        all.addAll(own);
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(Version::parse))
                .toList();
    }
}
