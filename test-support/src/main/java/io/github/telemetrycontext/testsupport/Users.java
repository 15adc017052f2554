package io.github.telemetrycontext.testsupport;

import io.github.telemetrycontext.testsupport.Transcript.Turn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Users who chat with a sample over HTTP at the same time. A turn begins when all users have ended the previous one.
 * Each user sends a session id in a header. Alice also sends request ids. The sample generates those of the other
 * users.
 */
public final class Users {

    private static final int BAD_GATEWAY = 502;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI sample;
    private final Transcript transcript = Transcript.read();

    /**
     * Creates the users.
     *
     * @param port the port of the sample
     */
    public Users(int port) {
        sample = URI.create("http://localhost:" + port);
    }

    /**
     * Runs all turns of the users.
     *
     * @param names the names of the users, comma-separated; all users of the transcript if empty
     * @throws Exception if a user gets another answer than the transcript has
     */
    public void chat(String names) throws Exception {
        List<String> users =
                names.isEmpty() ? transcript.users().keySet().stream().sorted().toList() : List.of(names.split(","));
        CyclicBarrier turn = new CyclicBarrier(users.size());
        ExecutorService threads = Executors.newFixedThreadPool(users.size());
        try {
            List<Future<?>> chats = new ArrayList<>();
            for (String user : users) {
                chats.add(threads.submit(() -> chat(user, turn)));
            }
            for (Future<?> chat : chats) {
                chat.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void chat(String user, CyclicBarrier together) throws Exception {
        List<Turn> turns = transcript.users().getOrDefault(user, List.of());
        for (int i = 0; i < turns.size(); i++) {
            together.await();
            ask(user, i + 1, turns.get(i));
        }
        return null;
    }

    private void ask(String user, int number, Turn turn) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(sample.resolve(turn.streamed() ? "/chat/stream" : "/chat"))
                .header("X-Session-Id", "s-" + user)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(turn.question()));
        if (user.equals("alice")) {
            request.header("X-Request-Id", "alice-" + number);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());

        int status = turn.last().isFailure() ? BAD_GATEWAY : 200;
        String answer = String.join("", turn.last().pieces());
        if (response.statusCode() != status || !response.body().contains(answer)) {
            throw new IllegalStateException(user + " asked '" + turn.question() + "' and got " + response.statusCode()
                    + " '" + response.body() + "' instead of " + status + " '" + answer + "'");
        }
    }
}
