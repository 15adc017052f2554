package io.github.telemetrycontext.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"s-42", "42", "user@example.com", "a/b:c=d;e,f", "!~", "12345678"})
    void acceptsVisibleAsciiUpToTheMaximumLength(String text) {
        assertThat(InboundText.isId(text, 16)).isTrue();
        assertThat(InboundText.isId(text, text.length())).isTrue();
        assertThat(InboundText.isId(text, text.length() - 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nb",
                "a\tb",
                "a\u0000b",
                "a\u007fb",
                "\"",
                "'",
                "`",
                "\\",
                "a\u2028b",
                "a\u2029b",
                "a\u202eb",
                "a\u2066b",
                "\u0663",
                "\u00e9",
                "\ud83d\ude00",
                "\ud83d"
            })
    void rejectsOtherText(String text) {
        assertThat(InboundText.isId(text, 16)).isFalse();
    }

    @Test
    void readsIntegersInCanonicalForm() {
        for (int value : new int[] {0, 1, -1, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(InboundText.integer(Integer.toString(value))).isEqualTo(value);
            assertThat(InboundText.isInteger(Integer.toString(value))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+7",
                "-0",
                "007",
                "\u0663",
                "1\u0663",
                " 7",
                "7 ",
                "7.0",
                "1e3",
                "0x7",
                "-",
                "2147483648",
                "-2147483649",
                "9999999999",
                "99999999999999999999"
            })
    void rejectsNonCanonicalIntegers(String text) {
        assertThat(InboundText.integer(text)).isNull();
        assertThat(InboundText.isInteger(text)).isFalse();
    }
}
