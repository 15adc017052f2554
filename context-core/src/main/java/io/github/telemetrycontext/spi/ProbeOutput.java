package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which fields of a context an output has, found by their values, since layouts may rename the keys. */
record ProbeOutput(List<String> numbers, List<String> texts, List<String> missing, boolean isJson, boolean isBinary) {

    private static final Pattern OBJECT = Pattern.compile("\\{\\s*\"");
    private static final Pattern BEFORE = Pattern.compile("[^\\\\]\"\\s*:\\s*$");
    private static final Pattern AFTER = Pattern.compile("\\s*[,}]");

    static ProbeOutput in(byte[] written, TelemetryContext context) {
        // Without NUL, which ends the messages of GELF, UTF-16 reads like ASCII.
        String text = new String(written, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .strip();
        boolean json = OBJECT.matcher(text).lookingAt();
        ProbeOutput found =
                new ProbeOutput(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), json, isBinary(text));
        context.toMap().forEach((key, value) -> {
            int start = text.indexOf(value.toString());
            if (start < 0) {
                found.missing.add(key);
            } else if (json && isNumber(text, start, start + value.toString().length())) {
                found.numbers.add(key);
            } else {
                found.texts.add(key);
            }
        });
        return found;
    }

    /** Whether a key stands before it, closed by a quote that is none of a string's text, and a separator behind. */
    private static boolean isNumber(String json, int start, int end) {
        return BEFORE.matcher(json.substring(0, start)).find()
                && AFTER.matcher(json.substring(end)).lookingAt();
    }

    /** Control characters that are neither white space nor the beginning of a colour. */
    private static boolean isBinary(String text) {
        return text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c) && c != '\33');
    }

    boolean isEmpty() {
        return missing.size() == TelemetryField.values().length;
    }

    boolean hasNumber() {
        return !numbers.isEmpty();
    }

    @Override
    public String toString() {
        if (isBinary) {
            return "binary output, in which this check can't see fields";
        }
        if (isEmpty()) {
            return "writes none of the fields";
        }
        List<String> parts = new ArrayList<>();
        addTo(parts, texts, " as text");
        addTo(parts, numbers, " as a number");
        addTo(parts, missing, " left out");
        return String.join("; ", parts);
    }

    private static void addTo(List<String> parts, List<String> keys, String how) {
        if (!keys.isEmpty()) {
            parts.add(String.join(", ", keys) + how);
        }
    }
}
