package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.spi.ExecutorProvider;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that LangChain4j runs on other threads, with the executors that docs/langchain4j.md recommends. */
@ExtendWith(TelemetryContextExtension.class)
class ExecutorsTest {

    interface Assistant {

        String chat(String message);

        @Moderate
        String moderated(String message);
    }

    private final ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "pooled"));
    private final ExecutorService propagating = TelemetryExecutors.propagating(pool);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        ExecutorProvider.set(null);
        pool.shutdownNow();
    }

    private void look() {
        seen.add(Thread.currentThread().getName() + ": "
                + TelemetryContext.current().requestId());
    }

    private Assistant assistant(UnaryOperator<AiServices<Assistant>> more) {
        ModerationModel moderation = new ModerationModel() {
            @Override
            public ModerationResponse doModerate(ModerationRequest request) {
                look();
                return ModerationResponse.builder()
                        .moderation(Moderation.notFlagged())
                        .build();
            }
        };
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
            }
        };
        return TelemetryAiService.of(
                        Assistant.class,
                        more.apply(AiServices.builder(Assistant.class)
                                        .chatModel(model)
                                        .moderationModel(moderation))
                                .build())
                .build();
    }

    @Test
    void moderationHasContextOfInvocationOnPropagatingExecutor() {
        Assistant assistant = assistant(service -> service);
        ExecutorProvider.set(() -> propagating);
        TelemetryContext.with().requestId("r-1").run(() -> assistant.moderated("hello"));
        assertThat(seen).containsExactly("pooled: r-1");

        ExecutorProvider.set(() -> pool);
        TelemetryContext.with().requestId("r-1").run(() -> assistant.moderated("hello"));
        assertThat(seen).containsExactly("pooled: r-1", "pooled: null");
    }

    private Assistant retrievingOn(ExecutorService executor) {
        ContentRetriever retriever = query -> {
            look();
            return List.of();
        };
        return assistant(service -> service.retrievalAugmentor(DefaultRetrievalAugmentor.builder()
                .queryRouter(new DefaultQueryRouter(retriever, retriever))
                .executor(executor)
                .build()));
    }

    @Test
    void retrieversHaveContextOfInvocationOnPropagatingExecutor() {
        TelemetryContext.with().requestId("r-1").run(() -> {
            retrievingOn(propagating).chat("hello");
            retrievingOn(pool).chat("hello");
        });
        assertThat(seen).containsExactly("pooled: r-1", "pooled: r-1", "pooled: null", "pooled: null");
    }

    @Test
    void parallelAgentsHaveContextOfInvocationOnPropagatingExecutor() {
        Object weather = AgenticServices.agentAction(this::look);
        Object calendar = AgenticServices.agentAction(this::look);

        UntypedAgent agents = AgenticServices.parallelBuilder()
                .subAgents(weather, calendar)
                .executor(TelemetryExecutors.propagating(pool))
                .build();
        TelemetryContext.with().requestId("r-1").run(() -> agents.invoke(Map.of()));
        assertThat(seen).containsExactly("pooled: r-1", "pooled: r-1");

        UntypedAgent onPlainPool = AgenticServices.parallelBuilder()
                .subAgents(weather, calendar)
                .executor(pool)
                .build();
        TelemetryContext.with().requestId("r-1").run(() -> onPlainPool.invoke(Map.of()));
        assertThat(seen).hasSize(4).endsWith("pooled: null", "pooled: null");
    }

    @Test
    void parallelAgentsInheritContextFromDefaultExecutorOnlyOnVirtualThreads() {
        Object agent = AgenticServices.agentAction(
                () -> seen.add(String.valueOf(TelemetryContext.current().requestId())));
        UntypedAgent agents =
                AgenticServices.parallelBuilder().subAgents(agent, agent).build();
        TelemetryContext.with().requestId("r-1").run(() -> agents.invoke(Map.of()));
        assertThat(seen).hasSize(2).containsOnly(Runtime.version().feature() < 21 ? "null" : "r-1");
    }
}
