package io.github.telemetrycontext;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link TelemetryContext}, in the order of all output. */
public enum TelemetryField {
    /** The conversation or user session, {@code session_id}, a string. */
    SESSION_ID("session_id", String.class),
    /** One call of the application, {@code request_id}, a string. */
    REQUEST_ID("request_id", String.class),
    /** The language model that is asked, {@code model_id}, a string. */
    MODEL_ID("model_id", String.class),
    /** The attempt of a sampling or repair loop, {@code sampling_iteration}, an integer. */
    SAMPLING_ITERATION("sampling_iteration", Integer.class);

    private static final List<TelemetryField> ALL = List.of(values());

    private final String key;
    private final Class<?> type;

    TelemetryField(String key, Class<?> type) {
        this.key = key;
        this.type = type;
    }

    /** {@return the key of the field in log events, maps and spans, such as {@code session_id}} */
    public String key() {
        return key;
    }

    /** {@return the type of the values, {@code String.class} or {@code Integer.class}} */
    public Class<?> type() {
        return type;
    }

    /**
     * {@return the field that has the given key, or empty if there is none}
     *
     * @param key a key, compared exactly
     */
    public static Optional<TelemetryField> ofKey(String key) {
        Objects.requireNonNull(key, "key");
        return Optional.ofNullable(find(key));
    }

    /** Accepts any object, because raw maps may hold any key. */
    static @Nullable TelemetryField find(@Nullable Object key) {
        for (TelemetryField field : ALL) {
            if (field.key.equals(key)) {
                return field;
            }
        }
        return null;
    }

    static TelemetryField require(@Nullable Object key) {
        TelemetryField field = find(key);
        if (field == null) {
            throw unknown(Arrays.asList(key));
        }
        return field;
    }

    static IllegalArgumentException unknown(List<? extends @Nullable Object> keys) {
        return new IllegalArgumentException("Unknown telemetry fields: " + Excerpt.of(keys) + ". Valid fields: "
                + ALL.stream().map(TelemetryField::key).collect(Collectors.joining(", ", "[", "]")));
    }

    /** Returns the value to store, or throws an {@link IllegalArgumentException}. */
    @Nullable Object checked(@Nullable Object value) {
        if (value == null || type.isInstance(value)) {
            return value;
        }
        if (type == Integer.class && isIntegral(value)) {
            return toInt((Number) value);
        }
        throw new IllegalArgumentException(key + " takes " + (type == Integer.class ? "an integer" : "a String")
                + ", but was given a " + value.getClass().getName());
    }

    private static boolean isIntegral(Object value) {
        return value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof AtomicInteger
                || value instanceof AtomicLong;
    }

    private Integer toInt(Number number) {
        // Read once, because an atomic number may change in between.
        long value = number.longValue();
        boolean fits = number instanceof BigInteger big ? big.bitLength() < Integer.SIZE : value == (int) value;
        if (!fits) {
            throw new IllegalArgumentException(key + " takes an integer from " + Integer.MIN_VALUE + " to "
                    + Integer.MAX_VALUE + ", but was given "
                    + (number instanceof BigInteger big ? excerpt(big) : Long.toString(value)));
        }
        return (int) value;
    }

    /** Printing all digits of a very long number takes seconds. */
    private static String excerpt(BigInteger number) {
        return number.bitLength() <= 2 * Long.SIZE
                ? number.toString()
                : "an integer of " + number.bitLength() + " bits";
    }
}
