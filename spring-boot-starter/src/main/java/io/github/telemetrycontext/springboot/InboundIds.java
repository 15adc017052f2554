package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.spi.InboundText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are accepted from outside.
 *
 * @param maxLength in characters
 * @param pattern what an id from a header must match besides, if there is one
 */
record InboundIds(int maxLength, @Nullable Pattern pattern) {

    /** The application's own answer may be in any language. */
    private static final Pattern ANSWER = Pattern.compile("[^\\p{Cc}\\u2028\\u2029]+");

    @Nullable String ofHeader(@Nullable String value) {
        return value != null
                        && InboundText.isId(value, maxLength)
                        && (pattern == null || pattern.matcher(value).matches())
                ? value
                : null;
    }

    @Nullable String ofResolver(String answer) {
        return answer.length() <= maxLength && ANSWER.matcher(answer).matches() ? answer : null;
    }
}
