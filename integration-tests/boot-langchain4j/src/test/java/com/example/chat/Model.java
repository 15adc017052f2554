package com.example.chat;

import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import io.github.telemetrycontext.testsupport.OpenAiServer.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The model of all tests. One server serves the whole JVM, because Spring caches application contexts. */
public final class Model {

    private static final OpenAiServer SERVER = start();

    /** The requests of two concurrent users pass this barrier. */
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    private Model() {}

    public static String url() {
        return SERVER.url();
    }

    private static OpenAiServer start() {
        try {
            return new OpenAiServer(Model::answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(Question question) {
        boolean asked = question.toolResults().isEmpty();
        return switch (question.user()) {
            case "weather" -> asked ? Answer.calls(new Call("weather", "{\"city\":\"Oslo\"}")) : Answer.text("yes");
            case "plan" ->
                asked
                        ? Answer.calls(
                                new Call("weather", "{\"city\":\"Oslo\"}"), new Call("calendar", "{\"day\":\"today\"}"))
                        : Answer.text("yes");
            case "together" -> {
                await();
                yield asked ? Answer.calls(new Call("weather", "{\"city\":\"Oslo\"}")) : Answer.text("yes", "no");
            }
            case "review" -> Answer.text("draft");
            case "busy" -> new Answer.Failure(429, "too many requests");
            default -> new Answer.Text(List.of("one", "two", "three"));
        };
    }

    private static void await() {
        try {
            BOTH.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
