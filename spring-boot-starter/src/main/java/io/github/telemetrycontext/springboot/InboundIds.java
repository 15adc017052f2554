package io.github.telemetrycontext.springboot;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are accepted from outside.
 *
 * @param maxLength in characters
 */
record InboundIds(int maxLength) {

    /** Visible ASCII without quotes and backslashes: nothing that ends a line or that any format must escape. */
    private static final Pattern HEADER = Pattern.compile("[!-~&&[^\"'`\\\\]]+");

    /** The application's own answer may be in any language. */
    private static final Pattern ANSWER = Pattern.compile("[^\\p{Cc}\\u2028\\u2029]+");

    @Nullable String ofHeader(@Nullable String value) {
        return accepted(value, HEADER);
    }

    @Nullable String ofResolver(@Nullable String answer) {
        return accepted(answer, ANSWER);
    }

    private @Nullable String accepted(@Nullable String value, Pattern pattern) {
        return value != null
                        && value.length() <= maxLength
                        && pattern.matcher(value).matches()
                ? value
                : null;
    }
}
