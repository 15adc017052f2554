package io.github.telemetrycontext.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds wrong names early. A run of all benchmarks would find them only at its end. */
class PromisesTest {

    private static final int JDK = Runtime.version().feature();

    @Test
    void promisesNameExistingBenchmarks() {
        List<String> existing = Fork.all().stream().map(Fork::name).toList();
        List<String> promised = Promises.all().stream()
                .filter(ratio -> ratio.isMeasuredOn(JDK))
                .flatMap(ratio -> Stream.of(ratio.measured(), ratio.peer()))
                .toList();

        assertThat(existing).doesNotHaveDuplicates().containsAll(promised);
    }

    @Test
    void chartNamesExistingBenchmarks() {
        assertThat(Fork.all()).extracting(Fork::name).containsAll(Chart.benchmarks());
    }

    @Test
    void promisesAreUnique() {
        assertThat(Promises.all()).extracting(Ratio::what).doesNotHaveDuplicates();
    }
}
