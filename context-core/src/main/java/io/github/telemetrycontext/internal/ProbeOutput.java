package io.github.telemetrycontext.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the fields of the probe in an output. They are found by value, because layouts may rename the keys. */
record ProbeOutput(boolean isJson, boolean isBinary, List<String> texts, List<String> numbers, List<String> missing) {

    private static final Pattern OBJECT = Pattern.compile("\\{\\s*\"");

    /** Matches the end of a key before a number: a quote that is not part of a text, and a colon. */
    private static final Pattern BEFORE_NUMBER = Pattern.compile("[^\\\\]\"\\s*:\\s*$");

    private static final Pattern AFTER_NUMBER = Pattern.compile("\\s*[,}]");

    static ProbeOutput in(byte[] written) {
        // Removes NUL, which ends GELF messages. Without it, UTF-16 also reads like ASCII.
        String text = new String(written, ISO_8859_1).replace("\0", "").strip();
        ProbeOutput found = new ProbeOutput(
                OBJECT.matcher(text).lookingAt(),
                // Control characters other than white space and the start of an ANSI color.
                text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c) && c != '\33'),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        SelfCheck.PROBE.toStringMap().forEach((key, value) -> {
            int start = text.indexOf(value);
            if (start < 0) {
                found.missing.add(key);
            } else if (found.isJson
                    && BEFORE_NUMBER.matcher(text.substring(0, start)).find()
                    && AFTER_NUMBER
                            .matcher(text.substring(start + value.length()))
                            .lookingAt()) {
                found.numbers.add(key);
            } else {
                found.texts.add(key);
            }
        });
        return found;
    }

    boolean isEmpty() {
        return texts.isEmpty() && numbers.isEmpty();
    }

    @Override
    public String toString() {
        if (isBinary) {
            return "binary output; the check can't find fields in it";
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
