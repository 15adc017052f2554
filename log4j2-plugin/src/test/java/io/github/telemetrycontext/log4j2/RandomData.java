package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What property tests feed both ways of doing the same thing with. */
final class RandomData {

    private RandomData() {}

    /** Any characters, lone surrogates and control characters among them, and often those that JSON escapes. */
    static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(30),
                Arbitraries.strings()
                        .withChars("\"\\/\b\f\n\r\t\u0000\u001f\u2028\ud800a{}$,:")
                        .ofMaxLength(30));
    }

    /** Each of the fields set or not. */
    static Arbitrary<TelemetryContext> contexts() {
        return Combinators.combine(
                        text().injectNull(0.3),
                        text().injectNull(0.3),
                        text().injectNull(0.3),
                        Arbitraries.integers().injectNull(0.3))
                .as((session, request, model, iteration) -> TelemetryContext.builder()
                        .sessionId(session)
                        .requestId(request)
                        .modelId(model)
                        .samplingIteration(iteration)
                        .build());
    }

    /** Keys of which some are those of the fields. */
    static Arbitrary<String> keys() {
        List<String> keys = Stream.concat(
                        Stream.of(TelemetryField.values()).map(TelemetryField::key), Stream.of("a", "user", "zone", ""))
                .toList();
        return Arbitraries.of(keys);
    }

    /** None, or a few entries. */
    static Arbitrary<Map<String, String>> entries() {
        return Arbitraries.maps(keys(), text()).ofMaxSize(6);
    }
}
