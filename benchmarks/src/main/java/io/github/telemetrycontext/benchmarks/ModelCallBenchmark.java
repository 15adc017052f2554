package io.github.telemetrycontext.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.langchain4j.TelemetryChatModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures a call of a model that answers immediately: only the overhead of LangChain4j and of the decorator. */
public class ModelCallBenchmark {

    /** A model, its decorator and a request. */
    @State(Scope.Thread)
    public static class Models {

        private final ChatModel bare = new AnsweringAtOnce();
        private final ChatModel decorated = TelemetryChatModel.of(bare);
        private final ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("hello")).build();
    }

    /** A scope that has a request id. */
    @State(Scope.Thread)
    public static class InsideRequest {

        @Setup
        @SuppressWarnings("MustBeClosedChecker") // open until the JVM ends
        public void open() {
            TelemetryContext.with().sessionId("s-1").requestId("r-1").open();
        }
    }

    private static final class AnsweringAtOnce implements ChatModel {

        private final ChatResponse answer =
                ChatResponse.builder().aiMessage(AiMessage.from("hello")).build();
        private final ChatRequestParameters parameters =
                ChatRequestParameters.builder().modelName("granite").build();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return answer;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return parameters;
        }
    }

    @Benchmark
    public Object bare(Models models) {
        return models.bare.chat(models.request);
    }

    /** Includes the creation of a request id, which takes most of the difference. */
    @Benchmark
    public Object decorated(Models models) {
        return models.decorated.chat(models.request);
    }

    @Benchmark
    public Object decoratedInsideRequest(Models models, InsideRequest inside) {
        return models.decorated.chat(models.request);
    }
}
