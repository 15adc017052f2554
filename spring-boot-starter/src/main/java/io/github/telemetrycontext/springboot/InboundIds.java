package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.spi.InboundText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for ids from clients and from the resolver.
 *
 * @param maxLength the maximum length in characters
 * @param pattern an additional pattern for ids from headers, or null
 */
record InboundIds(int maxLength, @Nullable Pattern pattern) {

    /**
     * No control characters or line separators. The resolver is part of the application, so its ids may be in any
     * language.
     */
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
