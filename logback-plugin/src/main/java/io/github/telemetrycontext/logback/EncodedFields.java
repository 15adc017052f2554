package io.github.telemetrycontext.logback;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.io.SerializedString;

/**
 * The fields of a context as JSON without the first key, such as {@code "s-1","sampling_iteration":3}. A generator writes it as one
 * raw value. It is made for the second event of a context, so making it leaves no garbage behind. It does not change after its construction.
 */
final class EncodedFields implements SerializableString {

    private byte[] json;
    private int end;

    EncodedFields(ContextFields fields) {
        json = new byte[length(fields)];
        for (int field = 0; field < ContextFields.COUNT; field++) {
            String text = fields.text(field);
            if (text != null) {
                if (end > 0) {
                    append(",\"");
                    append(ContextFields.key(field));
                    append("\":");
                }
                if (field == ContextFields.ITERATION) {
                    append(text);
                } else {
                    append("\"");
                    appendEscaped(text);
                    append("\"");
                }
            }
        }
    }

    /** Returns the length if each character of the values takes one byte. */
    private static int length(ContextFields fields) {
        int length = 0;
        for (int field = 0; field < ContextFields.COUNT; field++) {
            String text = fields.text(field);
            if (text != null) {
                int quotes = field == ContextFields.ITERATION ? 0 : 2;
                int key = length == 0 ? 0 : ContextFields.key(field).length() + 4;
                length += key + text.length() + quotes;
            }
        }
        return length;
    }

    private void append(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            json[end++] = (byte) ascii.charAt(i);
        }
    }

    private void appendEscaped(String text) {
        if (isPlain(text)) {
            append(text);
            return;
        }
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        json = Arrays.copyOf(json, json.length + escaped.length - text.length());
        System.arraycopy(escaped, 0, json, end, escaped.length);
        end += escaped.length;
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
