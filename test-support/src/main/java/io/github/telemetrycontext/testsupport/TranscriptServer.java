package io.github.telemetrycontext.testsupport;

import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import io.github.telemetrycontext.testsupport.OpenAiServer.Question;
import io.github.telemetrycontext.testsupport.Transcript.Reply;
import io.github.telemetrycontext.testsupport.Transcript.Turn;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A server on loopback with the protocol of OpenAI's chat completions. No model is called: the answers come from the
 * file {@code transcript.json}. A question that has several answers gets them in the order of the file.
 */
public final class TranscriptServer implements AutoCloseable {

    private final Map<String, Turn> turns;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final OpenAiServer server;

    /**
     * Starts the server on a free port.
     *
     * @throws IOException if no port is free
     */
    public TranscriptServer() throws IOException {
        turns = Transcript.read().users().values().stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(Turn::question, Function.identity()));
        server = new OpenAiServer(this::answer);
    }

    /**
     * Returns the base URL.
     *
     * @return the base URL for clients, with the version
     */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer answer(Question question) {
        Turn turn = turns.get(question.user());
        if (turn == null) {
            return new Answer.Failure(400, "transcript.json has no answer to this question: " + question.user());
        }
        int before = asked.merge(question.user(), 1, Integer::sum) - 1;
        Reply reply = turn.replies().get(Math.min(before, turn.replies().size() - 1));
        if (reply.isFailure()) {
            return new Answer.Failure(reply.status(), String.join("", reply.pieces()));
        }
        if (!reply.calls().isEmpty()) {
            List<Call> calls = reply.calls().entrySet().stream()
                    .map(call -> new Call(call.getKey(), call.getValue()))
                    .toList();
            return new Answer.Calls(calls);
        }
        return new Answer.Text(() -> after(reply.afterMillis(), reply.pieces().iterator()));
    }

    private static Iterator<String> after(long millis, Iterator<String> pieces) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return pieces;
    }
}
