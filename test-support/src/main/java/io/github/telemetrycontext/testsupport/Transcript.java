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
 * What the users ask and what the model says to it, as it stands in {@code transcript.json}.
 *
 * @param users the turns of each user
 */
record Transcript(Map<String, List<Turn>> users) {

    /**
     * A question, and what the model says each time that it is asked: to call a tool, then a text; or no, then a text.
     *
     * @param question of the user, as the model gets it
     * @param streamed whether the user wants the answer piece by piece
     * @param replies of the model, one after the other
     */
    record Turn(String question, boolean streamed, List<Reply> replies) {

        Reply last() {
            return replies.get(replies.size() - 1);
        }
    }

    /**
     * A reply of the model.
     *
     * @param afterMillis how long it takes
     * @param pieces of its text, empty if it isn't one
     * @param calls tools to be called, with their arguments in JSON
     * @param status of HTTP; 0 means 200
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
