package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.benchmarks.Ratio.Verdict;
import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGSyntax;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.w3c.dom.Document;

/** The ratios of times as bars beside their limits. */
final class Chart {

    private static final int WIDTH = 1_200;
    private static final int HEIGHT_OF_RATIO = 40;
    private static final int HEIGHT_OF_AXIS = 120;

    private Chart() {}

    static void write(List<Verdict> verdicts, Path file) throws IOException {
        List<Verdict> times = verdicts.stream()
                .filter(verdict -> verdict.value() != null)
                .filter(verdict -> verdict.ratio().limit().kind() == Limit.Kind.TIMES)
                .toList();
        List<String> names =
                times.stream().map(verdict -> verdict.ratio().what()).toList();

        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(WIDTH)
                .height(HEIGHT_OF_AXIS + HEIGHT_OF_RATIO * times.size())
                .title("Time, where that of the alternative is 1")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        // Every ratio gets its label. The library goes by this one for labels of either axis.
        chart.getStyler().setXAxisMaxLabelCount(Integer.MAX_VALUE);
        chart.addSeries(
                "limit",
                times.stream().map(verdict -> verdict.ratio().limit().most()).toList(),
                names);
        chart.addSeries(
                "measured",
                times.stream()
                        .map(verdict -> Objects.requireNonNull(verdict.value()))
                        .toList(),
                names);

        SVGGraphics2D svg = new SVGGraphics2D(emptyDocument());
        svg.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
        chart.paint(svg, chart.getWidth(), chart.getHeight());
        try (Writer out = Files.newBufferedWriter(file)) {
            svg.stream(out, true);
        }
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVGSyntax.SVG_NAMESPACE_URI, SVGSyntax.SVG_SVG_TAG, null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
