package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.samples.ChatSample.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All log lines of the sample chats, those of the application and those of libraries. */
class ChatIT {

    private static final int TURNS = 8;

    /** Runs each sample with platform threads, and with virtual threads if the JDK has them. */
    static Stream<Arguments> runs() {
        Stream<Boolean> kinds = Runtime.version().feature() >= 21 ? Stream.of(false, true) : Stream.of(false);
        return kinds.flatMap(virtual -> Stream.of(ChatSample.values())
                .map(sample -> Arguments.of(sample, "-Dspring.threads.virtual.enabled=" + virtual)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void eachLineOfOneUserHasIdsOfItsRequest(ChatSample sample, String threads) {
        int request = 0;
        for (Line line : sample.chat("-Dusers=alice", threads)) {
            if (line.begins()) {
                request++;
            }
            assertThat(line.session()).as("session of %s", line).isEqualTo("s-alice");
            assertThat(line.request()).as("request of %s", line).isEqualTo("alice-" + request);
        }
        assertThat(request).isEqualTo(TURNS);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void linesOfConcurrentUsersHaveTheirOwnIds(ChatSample sample, String threads) {
        List<Line> lines = sample.chat(threads);

        assertThatUsersAreNotMixed(lines);
        assertThat(lines.stream()
                        .filter(line -> line.message().contains("favourite colour")
                                || line.message().contains(" likes "))
                        .filter(line -> line.logger().equals("chat"))
                        .map(line -> line.message().substring(0, 3)))
                .as("both wait for their answers at once")
                .containsExactly("The", "The", "The", "The");
        assertThatLinesHaveModelAndAttempts(lines, sample);
    }

    @ParameterizedTest
    @EnumSource
    void linesOfConcurrentUsersLackIdsWithoutFilter(ChatSample sample) {
        List<Line> lines = sample.chat("-Dtelemetry.context.web.enabled=false");

        assertThat(lines.get(0).json().has("session_id")).isFalse();
        assertThatThrownBy(() -> assertThatUsersAreNotMixed(lines)).isInstanceOf(AssertionError.class);
    }

    private static void assertThatUsersAreNotMixed(List<Line> lines) {
        for (Line line : lines) {
            String message = line.message().toLowerCase(Locale.ROOT);
            String user = line.session().replace("s-", "");
            assertThat(user).as("session of %s", line).isIn("alice", "bob");
            assertThat(message).as("of %s", user).doesNotContain(user.equals("bob") ? "alice" : "bob");
            assertThat(line.request())
                    .as("request of %s", line)
                    .matches(user.equals("alice") ? "alice-[1-8]" : "[0-9a-f]{32}");
        }
        assertThat(ChatSample.byRequest(lines)).hasSize(2 * TURNS).allSatisfy(request -> {
            assertThat(request)
                    .extracting(Line::session)
                    .containsOnly(request.get(0).session());
            assertThat(request).filteredOn(Line::begins).containsExactly(request.get(0));
            assertThat(request).filteredOn(Line::ends).containsExactly(request.get(request.size() - 1));
            assertThat(request)
                    .filteredOn(line -> line.message().startsWith("The question is"))
                    .hasSize(1);
        });
    }

    private static void assertThatLinesHaveModelAndAttempts(List<Line> lines, ChatSample sample) {
        assertThat(lines)
                .filteredOn(line -> line.logger().startsWith(sample.library())
                        || line.message().startsWith("Looking up")
                        || line.message().startsWith("The model"))
                .hasSizeGreaterThan(60)
                .allSatisfy(line -> assertThat(line.model()).isEqualTo("gpt-5-mini"))
                .anySatisfy(line -> assertThat(line.logger()).startsWith(sample.library()));
        assertThat(lines.stream().filter(line -> line.message().startsWith("Refused")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.iteration().isInt()).isTrue())
                .extracting(line -> line.session() + " " + line.iteration())
                .containsExactlyInAnyOrder("s-alice 1", "s-alice 2", "s-bob 1", "s-bob 2");
        assertThat(lines)
                .filteredOn(line -> line.iteration().asInt(0) == 3)
                .extracting(Line::session)
                .contains("s-alice", "s-bob");
    }
}
