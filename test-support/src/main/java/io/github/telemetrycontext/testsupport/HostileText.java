package io.github.telemetrycontext.testsupport;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes random text from a seed. An attacker may send such text as an id, to break a log line, to forge one, or to have
 * the text evaluated.
 */
public final class HostileText {

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

    private static final int[] EDGES = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE};

    private final SplittableRandom random;

    private HostileText(SplittableRandom random) {
        this.random = random;
    }

    /** Runs a check as {@link Seeds#forEach} does. */
    public static void forSeeds(int count, Consumer<HostileText> check) {
        Seeds.forEach(count, random -> check.accept(new HostileText(random)));
    }

    /** Returns a value, or null for one in five. */
    public <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextDouble() < 0.2 ? null : value.get();
    }

    /** Returns any integer, often one at the edge of the range. */
    public int anyInt() {
        return random.nextBoolean() ? random.nextInt() : EDGES[random.nextInt(EDGES.length)];
    }

    /** Returns a short text, which may be empty. */
    public String ofAnyKind() {
        return switch (random.nextInt(3)) {
            case 0 -> joined(12, this::fragment);
            case 1 -> joined(40, () -> character(Character.MAX_VALUE));
            default -> joined(20, () -> character('\u00a0'));
        };
    }

    /** Returns text of this length from repeated fragments, so that a cut in the middle may hit each of them. */
    public String ofLength(int length) {
        String once = fragment() + joined(11, this::fragment);
        return once.repeat(length / once.length() + 1).substring(0, length);
    }

    private String fragment() {
        return FRAGMENTS[random.nextInt(FRAGMENTS.length)];
    }

    private String character(char max) {
        return String.valueOf((char) random.nextInt(max + 1));
    }

    private String joined(int max, Supplier<String> part) {
        return Stream.generate(part).limit(random.nextInt(max + 1)).collect(Collectors.joining());
    }
}
