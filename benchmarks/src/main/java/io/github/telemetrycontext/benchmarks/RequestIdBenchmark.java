package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** Measures the creation of an id of 32 hexadecimal characters. */
public class RequestIdBenchmark {

    @Benchmark
    public String ours() {
        return TelemetryContext.generateRequestId();
    }

    @Benchmark
    public String uuidWithoutHyphens() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
