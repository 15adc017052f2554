package io.github.telemetrycontext.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.telemetrycontext.benchmarks.Ratio.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {

    private static final Map<String, Measured> RESULTS = Map.of("ours", costs(120, 64), "theirs", costs(100, 64));

    private static Measured costs(double nanos, long bytes) {
        return new Measured(nanos, nanos, nanos, 0, bytes);
    }

    private static Verdict judged(Limit limit) {
        return new Ratio("ours / theirs", "ours", "theirs", limit).judge(RESULTS, 17);
    }

    @ParameterizedTest
    @CsvSource({"1.21, ok", "1.20, ok", "1.19, OVER"})
    void aTimeIsAPartOfThePeersTime(double most, String verdict) {
        assertThat(judged(Limit.times(most)).text()).isEqualTo(verdict);
        assertThat(judged(Limit.times(most)).valueText()).isEqualTo("1.20 ×");
    }

    @ParameterizedTest
    @CsvSource({"20, ok", "19.9, OVER"})
    void aTimeIsSoMuchAboveThePeersTime(double most, String verdict) {
        assertThat(judged(Limit.nanosMore(most)).text()).isEqualTo(verdict);
        assertThat(judged(Limit.nanosMore(most)).valueText()).isEqualTo("+20.0 ns");
    }

    @ParameterizedTest
    @CsvSource({"64, ok", "63, OVER"})
    void anAllocationStandsForItself(int most, String verdict) {
        assertThat(judged(Limit.bytes(most)).text()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, ok", "-1, OVER"})
    void anAllocationIsSoMuchAboveThePeersAllocation(int most, String verdict) {
        assertThat(judged(Limit.bytesMore(most)).text()).isEqualTo(verdict);
    }

    @Test
    void aResultThatIsMissingIsNotTakenForGood() {
        Ratio ratio = new Ratio("ours / others", "ours", "others", Limit.times(1));

        assertThatThrownBy(() -> ratio.judge(RESULTS, 17))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("others");
    }

    @Test
    void virtualThreadsAreNotJudgedBeforeJdk21() {
        Ratio ratio = new Ratio("threads", "VirtualThreadBenchmark.a", "VirtualThreadBenchmark.b", Limit.times(1));

        Verdict verdict = ratio.judge(Map.of(), 17);

        assertThat(verdict.isOver()).isFalse();
        assertThat(verdict.text()).isEqualTo("not measured, needs JDK 21");
        assertThatThrownBy(() -> ratio.judge(Map.of(), 21)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theMedianIsTheMiddleOfAllIterations() {
        Measured odd = Measured.of(List.of(List.of(30.0, 10.0, 1_000.0)), List.of(List.of(72.0, 72.001, 72.4)));
        Measured even = Measured.of(
                List.of(List.of(40.0, 10.0), List.of(1_000.0, 20.0)), List.of(List.of(0.001, 0.0), List.of(0.0, 0.7)));

        assertThat(odd).isEqualTo(new Measured(30, 10, 1_000, 0, 72));
        assertThat(even.nanos()).isEqualTo(30);
        assertThat(even.bytes()).isZero();
    }

    @Test
    void theNoiseIsTheStandardErrorOfTheMediansOfTheRounds() {
        Measured measured = Measured.of(
                List.of(List.of(90.0, 90.0, 500.0), List.of(100.0, 100.0, 1.0), List.of(110.0, 110.0, 110.0)),
                List.of(List.of(0.0)));

        assertThat(measured.noise()).isCloseTo(0.0577, within(0.0001));
    }

    @Test
    void aTimeAboveTheLimitIsOverOnlyIfChanceDoesNotExplainIt() {
        Ratio ratio = new Ratio("time", "ours", "theirs", Limit.times(1.0));
        Measured theirs = new Measured(100, 100, 100, 0.03, 0);
        Verdict close = ratio.judge(Map.of("ours", new Measured(109, 109, 109, 0.04, 0), "theirs", theirs), 17);
        Verdict far = ratio.judge(Map.of("ours", new Measured(112, 112, 112, 0.04, 0), "theirs", theirs), 17);

        assertThat(close.isDoubtful()).isTrue();
        assertThat(close.isOver()).isFalse();
        assertThat(close.text()).isEqualTo("at the limit, within the noise");
        assertThat(far.isOver()).isTrue();
    }
}
