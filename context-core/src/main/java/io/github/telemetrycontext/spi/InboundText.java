package io.github.telemetrycontext.spi;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for values that other processes send, in HTTP headers or in baggage. Anybody may send anything, so all plugins
 * apply the same rules. The methods never throw for any text, and their cost is linear in its length.
 */
public final class InboundText {

    /** Visible ASCII without quotes and backslashes: no character ends a line, changes its direction or needs an escape. */
    private static final Pattern ID = Pattern.compile("[!-~&&[^\"'`\\\\]]+");

    /** The canonical form of an integer. The range is checked afterwards. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,9}");

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
        return Objects.requireNonNull(text, "text").length() <= maxLength
                && ID.matcher(text).matches();
    }

    /**
     * Returns the value of a {@code sampling_iteration}.
     *
     * @param text the text as it was received
     * @return the value, or null if the text is not the canonical decimal form of an {@code int}: {@code +7}, {@code 007} and
     *     digits outside of ASCII are refused
     */
    public static @Nullable Integer integer(String text) {
        if (!INTEGER.matcher(Objects.requireNonNull(text, "text")).matches()) {
            return null;
        }
        long value = Long.parseLong(text);
        return value == (int) value ? (Integer) (int) value : null;
    }
}
