package io.github.telemetrycontext.benchmarks;

import java.util.Random;

/** Creates different hexadecimal strings before the measurement, more than a small cache can hold. */
final class Ids {

    private static final int COUNT = 4096;

    private final String[] ids = new String[COUNT];
    private int next;

    Ids(int length) {
        Random random = new Random(length);
        for (int i = 0; i < COUNT; i++) {
            StringBuilder id = new StringBuilder();
            while (id.length() < length) {
                id.append(Character.forDigit(random.nextInt(16), 16));
            }
            ids[i] = id.toString();
        }
    }

    String next() {
        next = (next + 1) % COUNT;
        return ids[next];
    }
}
