package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.testsupport.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random values of a seed. Tests pass them to two implementations and compare the results. */
final class RandomData {

    /** The keys of the fields, and other keys. */
    static final List<String> KEYS = Stream.concat(
                    Stream.of(TelemetryField.values()).map(TelemetryField::key), Stream.of("a", "user", "zone", ""))
            .toList();

    private static final String ESCAPED = "\"\\/\b\f\n\r\t\u0000\u001f\u2028\ud800a{}$,:";
    private static final List<Integer> EDGES = List.of(Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);

    /** A test with the values of one seed. */
    interface Check {
        void accept(RandomData data) throws Exception;
    }

    private final SplittableRandom random;

    private RandomData(SplittableRandom random) {
        this.random = random;
    }

    /** Runs a check as {@link Seeds#forEach} does. */
    static void forSeeds(int count, Check check) {
        Seeds.forEach(count, random -> check.accept(new RandomData(random)));
    }

    /** Returns a number from 0 to the maximum. */
    int upTo(int max) {
        return random.nextInt(max + 1);
    }

    boolean bool() {
        return random.nextBoolean();
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Returns text of any characters, including lone surrogates, or of characters that JSON escapes. */
    String text() {
        boolean any = bool();
        return Stream.generate(() -> any ? upTo(Character.MAX_VALUE) : ESCAPED.charAt(upTo(ESCAPED.length() - 1)))
                .limit(upTo(30))
                .map(character -> String.valueOf((char) character.intValue()))
                .collect(Collectors.joining());
    }

    /** Returns a context with random fields. */
    TelemetryContext context() {
        return TelemetryContext.builder()
                .sessionId(orNull(this::text))
                .requestId(orNull(this::text))
                .modelId(orNull(this::text))
                .samplingIteration(orNull(() -> bool() ? oneOf(EDGES) : Integer.valueOf(random.nextInt())))
                .build();
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextDouble() < 0.3 ? null : value.get();
    }

    /** Returns up to six entries. */
    Map<String, String> entries() {
        Map<String, String> entries = new HashMap<>();
        list(0, 6, () -> entries.put(oneOf(KEYS), text()));
        return entries;
    }

    <T> List<T> list(int min, int max, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int left = min + upTo(max - min); left > 0; left--) {
            list.add(element.get());
        }
        return list;
    }
}
