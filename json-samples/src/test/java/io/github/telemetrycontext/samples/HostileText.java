package io.github.telemetrycontext.samples;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.arbitraries.ListArbitrary;

/** What somebody may send as an id to break a log line, to forge another one, or to have it evaluated. */
final class HostileText {

    private static final String[] FRAGMENTS = {
        "\n",
        "\r",
        "\r\n",
        "\u2028",
        "\u2029",
        "\u0085",
        "\u000b",
        "\f",
        "\b",
        "\t",
        "\0",
        "\u001f",
        "\u007f",
        "\u009b31m",
        "\u001b[31m",
        "\u001b]0;title\u0007",
        "\u200e",
        "\u200f",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\uffff",
        "\ud83d\ude00",
        "\ud83d",
        "\ude00",
        "\ude00\ud83d",
        "\"",
        "\\",
        "\\\"",
        "\\n",
        "\\u000a",
        "\\ud800",
        "'",
        "{",
        "}",
        "{}",
        "{0}",
        "\"}\n{\"session_id\":\"forged",
        "</script>",
        "${jndi:ldap://localhost:1/a}",
        "${ctx:session_id}",
        "$${ctx:model_id}",
        "${env:PATH}",
        "${sys:user.dir}",
        "${java.version}",
        "${session_id}",
        "${session_id:-${PATH}}",
        "%X",
        "%X{session_id}",
        "%msg",
        "%n",
        "%s",
        "%",
        "$1",
        "$",
        " ",
        "true",
        "null",
        "-1",
        "a",
        "é",
        "漢"
    };

    private HostileText() {}

    static Arbitrary<String> ofAnyKind() {
        return Arbitraries.oneOf(
                fragments().ofMinSize(0).ofMaxSize(12).map(list -> String.join("", list)),
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.chars().range('\0', '\u00a0').list().ofMaxSize(20).map(HostileText::joined));
    }

    /** Fragments repeated up to the length, so that some cut in the middle may hit each of them. */
    static Arbitrary<String> ofLength(int length) {
        return fragments().ofMinSize(1).ofMaxSize(12).map(list -> {
            String once = String.join("", list);
            return once.repeat(length / once.length() + 1).substring(0, length);
        });
    }

    private static ListArbitrary<String> fragments() {
        return Arbitraries.of(FRAGMENTS).list();
    }

    private static String joined(Iterable<Character> chars) {
        StringBuilder text = new StringBuilder();
        chars.forEach(text::append);
        return text.toString();
    }
}
