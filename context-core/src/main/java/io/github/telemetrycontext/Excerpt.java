package io.github.telemetrycontext;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Formats input for messages. Shortens it and escapes characters that would forge a line or change the text direction.
 */
final class Excerpt {

    private static final int MAX_LENGTH = 64;
    private static final int MAX_KEYS = 10;

    private Excerpt() {}

    static String of(String text) {
        StringBuilder excerpt = new StringBuilder();
        text.chars().limit(MAX_LENGTH).forEach(c -> append(excerpt, (char) c));
        return text.length() <= MAX_LENGTH
                ? excerpt.toString()
                : excerpt.append("… (")
                        .append(text.length())
                        .append(" characters)")
                        .toString();
    }

    /** Formats the keys of a map, which may have any content. */
    static String of(List<? extends @Nullable Object> keys) {
        Stream<String> first = keys.stream().limit(MAX_KEYS).map(Excerpt::ofKey);
        Stream<String> more = keys.size() > MAX_KEYS ? Stream.of(keys.size() - MAX_KEYS + " more") : Stream.empty();
        return Stream.concat(first, more).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String ofKey(@Nullable Object key) {
        if (key == null) {
            return "null";
        }
        return key instanceof String text ? of(text) : "a " + key.getClass().getName();
    }

    private static void append(StringBuilder excerpt, char c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> excerpt.append(String.format("\\u%04x", (int) c));
            default -> excerpt.append(c);
        }
    }
}
