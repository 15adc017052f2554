package io.github.telemetrycontext;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Hexadecimal digits of a UUID, straight into the bytes of the string. */
final class RequestId {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int DIGITS_PER_LONG = Long.SIZE / 4;

    private RequestId() {}

    static String of(UUID id) {
        byte[] text = new byte[2 * DIGITS_PER_LONG];
        write(id.getMostSignificantBits(), text, 0);
        write(id.getLeastSignificantBits(), text, DIGITS_PER_LONG);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void write(long bits, byte[] text, int from) {
        long rest = bits;
        for (int i = from + DIGITS_PER_LONG - 1; i >= from; i--) {
            text[i] = DIGITS[(int) rest & 0xF];
            rest >>>= 4;
        }
    }
}
