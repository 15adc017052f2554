package io.github.telemetrycontext.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules for values from other processes, such as HTTP headers and baggage. All plugins apply the same rules,
 * because clients may send any text. The methods accept every text except null. Their cost is linear in the length of
 * the text.
 */
public final class InboundText {

    private InboundText() {}

    /**
     * Returns whether a text can be a {@code session_id}, a {@code request_id} or a {@code model_id}.
     *
     * @param text the text as it was received
     * @param maxLength the maximum length, in characters
     * @return true if the text is not empty, not too long, and consists of visible ASCII characters other than quotes and
     *     backslashes
     */
    public static boolean isId(String text, int maxLength) {
        Objects.requireNonNull(text, "text");
        return !text.isEmpty()
                && text.length() <= maxLength
                && text.chars().allMatch(c -> c > ' ' && c <= '~' && "\"'`\\".indexOf(c) < 0);
    }

    /**
     * Returns the value of a {@code sampling_iteration}.
     *
     * @param text the text as it was received
     * @return the value, or null if the text is not {@linkplain #isInteger an integer}
     */
    public static @Nullable Integer integer(String text) {
        return isInteger(text) ? Integer.valueOf(text) : null;
    }

    /**
     * Returns whether a text is the canonical decimal form of an {@code int}, the result of {@link Integer#toString(int)}. The
     * texts {@code +7}, {@code 007} and digits outside of ASCII are not. Allocates nothing.
     *
     * @param text any text
     * @return true if the text can stand for the integer without loss
     */
    public static boolean isInteger(String text) {
        int length = Objects.requireNonNull(text, "text").length();
        int start = text.startsWith("-") ? 1 : 0;
        if (length == start || length > start + 10 || (text.charAt(start) == '0' && length > 1)) {
            return false;
        }
        long value = 0;
        for (int i = start; i < length; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            value = 10 * value + (digit - '0');
        }
        return value <= (long) Integer.MAX_VALUE + start;
    }
}
