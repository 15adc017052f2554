package io.github.telemetrycontext.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/** A Markdown file. */
public final class Markdown {

    private final String text;
    private final Node document;

    /**
     * Reads a file.
     *
     * @param file the path relative to the module of the test
     */
    public Markdown(Path file) {
        try {
            this.text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.document = Parser.builder().build().parse(text);
    }

    /** Fenced code. */
    public record Block(String language, String code) {}

    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                blocks.add(new Block(block.getInfo(), block.getLiteral()));
            }
        });
        return blocks;
    }

    public List<String> inlineCode() {
        List<String> code = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Code inline) {
                code.add(inline.getLiteral());
            }
        });
        return code;
    }

    /** Returns the destinations of links and images. */
    public List<String> destinations() {
        List<String> destinations = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                destinations.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                destinations.add(image.getDestination());
            }
        });
        return destinations;
    }

    /** Returns the anchors of the headings on the rendered page. */
    public List<String> anchors() {
        List<String> anchors = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchors.add(TextContentRenderer.builder()
                        .build()
                        .render(heading)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
        });
        return anchors;
    }

    /** Returns the code of all blocks of a language, with the line ends. */
    public List<String> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .map(Block::code)
                .toList();
    }

    /** Returns the lines of all blocks of a language. */
    public Stream<String> lines(String language) {
        return blocks(language).stream().flatMap(String::lines);
    }

    /** Returns the cells of the table under this heading, without the two head lines. */
    public List<List<String>> tableUnder(String heading) {
        Matcher section = Pattern.compile(
                        "^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text);
        if (!section.find()) {
            throw new AssertionError("No heading '" + heading + "'");
        }
        return section.group(1)
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .filter(cell -> !cell.isEmpty())
                        .toList())
                .toList();
    }

    /**
     * Returns the JSON line without its time and without a generated request id, so that pages can be compared with it.
     */
    public static String atAnyTime(String jsonLine) {
        return jsonLine.replaceFirst("\"@timestamp\":\"[^\"]*\"", "\"@timestamp\":\"\"")
                .replaceFirst("\"request_id\":\"[0-9a-f]{32}\"", "\"request_id\":\"\"");
    }
}
