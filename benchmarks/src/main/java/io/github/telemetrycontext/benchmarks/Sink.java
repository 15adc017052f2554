package io.github.telemetrycontext.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where appenders write to: sums up what comes, and keeps it only for the look that is taken before measuring. */
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
            // One byte of each piece is enough: whoever writes them can't know which one.
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
