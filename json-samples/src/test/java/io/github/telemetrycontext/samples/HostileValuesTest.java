package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.testsupport.HostileText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** For any text in a field, an event is one line, and readers of the line get the original value. */
class HostileValuesTest {

    private static final int ONE_MEBI = 1 << 20;

    /** The default maximum of JsonTemplateLayout. */
    private static final int LONGEST_STRING = 16 * 1024;

    /** The number of characters that Log4j encodes at once. */
    private static final int LOG4J_BUFFER = 2048;

    /** A parser that no framework uses. */
    private static final Gson JSON =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private static List<RunningSample> samples = List.of();

    @BeforeAll
    static void startSamples() {
        samples = RunningSample.startAll();
    }

    @AfterAll
    static void stopSamples() {
        samples.forEach(RunningSample::close);
    }

    @Test
    void readsBackAnyTextInAnyField() {
        HostileText.forSeeds(1000, text -> readsBackFromEachSample(context(text), encodable(text.ofAnyKind())));
    }

    private static TelemetryContext context(HostileText text) {
        return TelemetryContext.builder()
                .sessionId(text.orNull(text::ofAnyKind))
                .requestId(text.orNull(text::ofAnyKind))
                .modelId(text.orNull(text::ofAnyKind))
                .samplingIteration(text.orNull(text::anyInt))
                .build();
    }

    @Test
    void readsBackMebibyteInEachField() {
        HostileText.forSeeds(
                3,
                text -> readsBackFromEachSample(
                        TelemetryContext.builder()
                                .sessionId(text.ofLength(ONE_MEBI))
                                .requestId(text.ofLength(ONE_MEBI))
                                .modelId(text.ofLength(ONE_MEBI))
                                .build(),
                        "long"));
    }

    @Test
    void readsBackTextCutInsideSurrogatePair() {
        for (int cut : new int[] {LONGEST_STRING - 1, LONGEST_STRING, LONGEST_STRING + 1}) {
            String value = "a".repeat(cut - 1) + "\ud83d\ude00\"";
            readsBackFromEachSample(TelemetryContext.builder().sessionId(value).build(), "cut");
        }
    }

    /** Log4j 2.26.1 drops the first half of a surrogate pair that lies across the end of its text buffer. */
    @Test
    void log4jLosesSurrogatePairAcrossEndOfBuffer() {
        String value = "\ud83d\ude00".repeat(LOG4J_BUFFER / 2);
        for (RunningSample sample : samples) {
            // In one of the two, a surrogate pair lies across the end of the buffer.
            long lost = Stream.of("", "a")
                    .map(before -> onlyLine(eventOf(sample, before + value), sample))
                    .mapToLong(line -> line.chars().filter(c -> c == '?').count())
                    .sum();
            assertThat(lost).as(sample.toString()).isEqualTo(sample.framework() == Framework.LOG4J2 ? 1 : 0);
        }
    }

    private static byte[] eventOf(RunningSample sample, String session) {
        return TelemetryContext.builder()
                .sessionId(session)
                .build()
                .wrapSupplier(() -> sample.bytesOf("long"))
                .get();
    }

    private static void readsBackFromEachSample(TelemetryContext context, String message) {
        for (RunningSample sample : samples) {
            String line =
                    onlyLine(context.wrapSupplier(() -> sample.bytesOf(message)).get(), sample);
            boolean lossy = sample.framework() == Framework.LOG4J2 && line.length() > LOG4J_BUFFER;
            Function<String, String> comparable = lossy ? HostileValuesTest::withoutSurrogatePairs : text -> text;
            if (sample.layout().equals(Framework.PLAIN_TEXT)) {
                assertSame(comparable.apply(line), comparable.apply(plainText(context, message)), sample.toString());
            } else {
                Map<String, Object> fields = fieldsIn(line, sample);
                Map<String, Object> expected = expected(context, sample);
                assertThat(fields.keySet()).as(sample.toString()).isEqualTo(expected.keySet());
                fields.forEach((key, value) -> assertSame(
                        comparable.apply(value.toString()),
                        comparable.apply(String.valueOf(expected.get(key))),
                        sample + " " + key));
            }
        }
    }

    private static String withoutSurrogatePairs(String text) {
        return text.replaceAll("[?\\x{10000}-\\x{10ffff}]", "");
    }

    /** Shows only the text around the difference, because the values can be a mebibyte long. */
    private static void assertSame(String text, String expected, String what) {
        int difference = Arrays.mismatch(text.toCharArray(), expected.toCharArray());
        if (difference >= 0) {
            assertThat(around(difference, text))
                    .as("%s at %s", what, difference)
                    .isEqualTo(around(difference, expected));
        }
    }

    private static String around(int index, String text) {
        return text.substring(Math.max(0, index - 20), Math.min(text.length(), index + 20));
    }

    /** Returns the line without its line break, and checks that the line contains no other one. */
    private static String onlyLine(byte[] bytes, RunningSample sample) {
        String written;
        try {
            written = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError(sample + " writes invalid UTF-8", e);
        }
        assertThat(written).as(sample.toString()).endsWith("\n");
        String line = written.substring(0, written.length() - 1);
        assertThat(line).as(sample.toString()).doesNotContain("\n", "\r", "\u000b", "\f");
        return line;
    }

    private static Map<String, Object> fieldsIn(String line, RunningSample sample) {
        Fields place = Fields.of(sample.framework(), sample.layout());
        Map<String, JsonElement> event = JSON.fromJson(line, new TypeToken<Map<String, JsonElement>>() {}.getType());
        JsonElement inside = place.inside().isEmpty() ? null : event.get(place.inside());
        Map<String, JsonElement> holder =
                inside == null ? event : inside.getAsJsonObject().asMap();
        Map<String, Object> fields = new LinkedHashMap<>();
        for (TelemetryField field : TelemetryField.values()) {
            JsonElement value = holder.get(place.prefix() + field.key());
            if (value != null) {
                fields.put(field.key(), field.type() == Integer.class ? value.getAsInt() : string(value));
            }
        }
        return fields;
    }

    private static String string(JsonElement value) {
        assertThat(value.getAsJsonPrimitive().isString()).isTrue();
        return value.getAsString();
    }

    private static Map<String, Object> expected(TelemetryContext context, RunningSample sample) {
        Map<String, Object> fields = new LinkedHashMap<>(context.toMap());
        fields.replaceAll((key, value) -> value instanceof String text ? asWritten(text, sample) : value);
        return fields;
    }

    private static String asWritten(String text, RunningSample sample) {
        boolean cut = sample.framework() == Framework.LOG4J2
                && !sample.layout().equals("elastic")
                && text.length() > LONGEST_STRING;
        return encodable(cut ? text.substring(0, LONGEST_STRING) + "…" : text);
    }

    private static String plainText(TelemetryContext context, String message) {
        Map<String, String> fields = context.toStringMap();
        return ("INFO " + message
                        + " session=" + fields.getOrDefault("session_id", "")
                        + " request=" + fields.getOrDefault("request_id", "")
                        + " model=" + fields.getOrDefault("model_id", "")
                        + " iteration=" + fields.getOrDefault("sampling_iteration", ""))
                .replaceAll("[\\p{Cc}\u2028\u2029]", " ")
                .transform(HostileValuesTest::encodable);
    }

    /** UTF-8 can't encode half of a surrogate pair. */
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
