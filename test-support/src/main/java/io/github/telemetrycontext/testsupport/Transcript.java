package io.github.telemetrycontext.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The questions of the users and the replies of the model, from {@code transcript.json}.
 *
 * @param users the turns of each user
 */
record Transcript(Map<String, List<Turn>> users) {

    /**
     * A question and the model's replies, one for each request: for example a tool call and then a text, or an error and
     * then a text.
     *
     * @param question the question of the user, as the model gets it
     * @param streamed whether the answer is streamed
     * @param replies the replies of the model, in order
     */
    record Turn(String question, boolean streamed, List<Reply> replies) {

        Reply last() {
            return replies.get(replies.size() - 1);
        }
    }

    /**
     * A reply of the model.
     *
     * @param afterMillis the delay of the reply
     * @param pieces the pieces of the text, empty if the reply is not a text
     * @param calls the tools to call, with their arguments in JSON
     * @param status the HTTP status; 0 means 200
     */
    record Reply(long afterMillis, List<String> pieces, Map<String, String> calls, int status) {

        Reply {
            pieces = Objects.requireNonNullElse(pieces, List.of());
            calls = Objects.requireNonNullElse(calls, Map.of());
        }

        boolean isFailure() {
            return status != 0;
        }
    }

    static Transcript read() {
        JsonMapper json = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try (InputStream file = Transcript.class.getResourceAsStream("/transcript.json")) {
            return json.readValue(Objects.requireNonNull(file, "transcript.json"), Transcript.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
