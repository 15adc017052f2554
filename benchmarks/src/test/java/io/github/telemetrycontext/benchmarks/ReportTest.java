package io.github.telemetrycontext.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.benchmarks.Ratio.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final List<Verdict> VERDICTS =
            List.of(new Verdict(new Ratio("ours / theirs", "ours", "theirs", Limit.times(1.2)), 0.8, 0));
    private static final Report REPORT =
            new Report(Map.of("ours", new Measured(80, 79, 91.25, 0, 72)), VERDICTS, Effort.FULL);

    @Test
    void showsTheRatiosAndAllBenchmarks() {
        assertThat(REPORT.markdown())
                .contains("| ours / theirs | 0.80 × | 1.20 × | ok |", "| ours | 80.0 | 79.0 | 91.3 | 72 |");
    }

    @Test
    void takesThePlaceOfTheResultsBefore() throws IOException {
        String page = Files.readString(Path.of("README.md"));

        String once = REPORT.replacedIn(page);

        assertThat(once).contains(REPORT.markdown()).startsWith(page.substring(0, page.indexOf("<!-- results -->")));
        assertThat(REPORT.replacedIn(once)).isEqualTo(once);
        assertThatThrownBy(() -> REPORT.replacedIn("# A page")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void drawsTheRatios(@TempDir Path directory) throws IOException {
        Path chart = directory.resolve("chart.svg");

        Chart.write(VERDICTS, chart);

        assertThat(chart).content().contains("<svg", "width=\"1200\"", "<path");
    }
}
