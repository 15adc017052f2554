package io.github.telemetrycontext.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The target of appenders. It computes a sum of the bytes, and keeps them only for the check before the measurement. */
final class Sink extends OutputStream {

    private final boolean keeping;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long sum;

    Sink(boolean keeping) {
        this.keeping = keeping;
    }

    @Override
    public void write(int b) {
        if (keeping) {
            kept.write(b);
        }
        sum += 1 + b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (keeping) {
            kept.write(bytes, from, length);
        }
        if (length > 0) {
            // One byte of each piece is enough, because the compiler can't know which one is read.
            sum += length + bytes[from + length / 2];
        }
    }

    String kept() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    long sum() {
        return sum;
    }
}
