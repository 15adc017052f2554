package io.github.telemetrycontext.logback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.io.SerializedString;

/**
 * The fields of a context as JSON without the first key, such as {@code "s-1","sampling_iteration":3}. A generator writes it as one
 * raw value. It is made for the second event of a context, so making it leaves no garbage behind. Immutable.
 */
final class EncodedFields implements SerializableString {

    /** The keys as they stand between two values. */
    private static final byte[][] KEYS = IntStream.range(0, ContextFields.COUNT)
            .mapToObj(field -> (",\"" + ContextFields.key(field) + "\":").getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final byte[] json;

    @SuppressWarnings("deprecation") // the only method that copies characters without allocating an array
    EncodedFields(ContextFields fields) {
        byte[] buffer = new byte[length(fields)];
        int end = 0;
        for (int field = 0; field < ContextFields.COUNT; field++) {
            String text = fields.text(field);
            if (text == null) {
                continue;
            }
            if (end > 0) {
                System.arraycopy(KEYS[field], 0, buffer, end, KEYS[field].length);
                end += KEYS[field].length;
            }
            boolean quoted = field != ContextFields.ITERATION;
            if (quoted) {
                buffer[end++] = '"';
            }
            if (isPlain(text)) {
                text.getBytes(0, text.length(), buffer, end);
                end += text.length();
            } else {
                byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
                buffer = Arrays.copyOf(buffer, buffer.length + escaped.length - text.length());
                System.arraycopy(escaped, 0, buffer, end, escaped.length);
                end += escaped.length;
            }
            if (quoted) {
                buffer[end++] = '"';
            }
        }
        json = buffer;
    }

    /** Returns the length if each character of the values takes one byte. */
    private static int length(ContextFields fields) {
        int length = 0;
        for (int field = 0; field < ContextFields.COUNT; field++) {
            String text = fields.text(field);
            if (text != null) {
                int quotes = field == ContextFields.ITERATION ? 0 : 2;
                length += (length == 0 ? 0 : KEYS[field].length) + text.length() + quotes;
            }
        }
        return length;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String getValue() {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Called by generators. */
    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        if (json.length > buffer.length - offset) {
            return -1;
        }
        System.arraycopy(json, 0, buffer, offset, json.length);
        return json.length;
    }

    /** Called by generators whose buffer is full. They do not change the array. */
    @Override
    public byte[] asUnquotedUTF8() {
        return json;
    }

    private SerializableString copy() {
        return new SerializedString(getValue());
    }

    @Override
    public int charLength() {
        return copy().charLength();
    }

    @Override
    public char[] asQuotedChars() {
        return copy().asQuotedChars();
    }

    @Override
    public byte[] asQuotedUTF8() {
        return copy().asQuotedUTF8();
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        return copy().appendQuotedUTF8(buffer, offset);
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        return copy().appendQuoted(buffer, offset);
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        return copy().appendUnquoted(buffer, offset);
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) throws IOException {
        return copy().writeQuotedUTF8(out);
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        return copy().writeUnquotedUTF8(out);
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) throws IOException {
        return copy().putQuotedUTF8(buffer);
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) throws IOException {
        return copy().putUnquotedUTF8(buffer);
    }
}
