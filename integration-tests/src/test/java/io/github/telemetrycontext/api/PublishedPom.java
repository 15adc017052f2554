package io.github.telemetrycontext.api;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** A POM in its published form. The BOM's published form is generated. */
record PublishedPom(Path file, Document content) {

    static final PublishedPom PARENT = in(Path.of("..", "pom.xml"));

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    static Stream<PublishedPom> all() {
        return Stream.concat(
                Stream.of(PARENT, bom()),
                Module.published().map(module -> in(Path.of("..", module.folder(), "pom.xml"))));
    }

    static PublishedPom bom() {
        return in(Path.of("..", "bom", "target", ".flattened-pom.xml"));
    }

    private static PublishedPom in(Path file) {
        try {
            return new PublishedPom(
                    file,
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (Exception e) {
            throw new IllegalStateException(file + " can't be read", e);
        }
    }

    /** Returns the texts of this POM. */
    List<String> texts(String path) {
        try {
            NodeList found = (NodeList) XPATH.evaluate(path, content, XPathConstants.NODESET);
            return IntStream.range(0, found.getLength())
                    .mapToObj(i -> found.item(i).getTextContent().strip())
                    .toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    boolean hasParent() {
        return !texts("/project/parent").isEmpty();
    }

    /** Returns the texts of this POM, or else those of its parent. */
    List<String> textsWithParent(String path) {
        List<String> own = texts(path);
        return own.isEmpty() && hasParent() ? PARENT.texts(path) : own;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
