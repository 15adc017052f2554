package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.RunningApplication.Line;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;

/** Properties that switch parts off. */
class PropertiesTest {

    @Test
    void changesNoBeansAndLinesWhenSpringAiIsOff() throws Exception {
        try (RunningApplication application = RunningApplication.start("telemetry.context.spring-ai.enabled=false")) {
            assertThat(application.context().getBean(ChatModel.class)).isExactlyInstanceOf(OpenAiChatModel.class);
            assertThat(application.context().getBeanDefinitionNames())
                    .doesNotContain(
                            "telemetryContextSpringAiBeans",
                            "telemetryContextChatClientCustomizer",
                            "telemetryContextObservationFilter");

            application.ask("/client", "alice", "alice");
            application.ask("/client/stream", "alice", "alice");
            application.ask("/model", "alice", "hello");

            assertThat(application.linesOfCalls()).extracting(Line::message).contains("weather for alice");
            assertThat(application.lines())
                    .allSatisfy(line -> assertThat(line.fields()).isEmpty());
            assertThat(application.spans().values().stream().flatMap(Collection::stream))
                    .isNotEmpty()
                    .allSatisfy(span -> assertThat(span)
                            .doesNotContainKeys("session_id", "request_id", "model_id", "gen_ai.conversation.id"));
        }
    }

    /** The control. */
    @Test
    void addsBeansWhenSpringAiIsOn() throws Exception {
        try (RunningApplication application = RunningApplication.start()) {
            assertThat(application.context().getBeanDefinitionNames())
                    .contains(
                            "telemetryContextSpringAiBeans",
                            "telemetryContextChatClientCustomizer",
                            "telemetryContextObservationFilter");
        }
    }

    @ParameterizedTest
    @CsvSource({"when-absent, header", "always, conversation", "never, header"})
    void policyDecidesBetweenConversationAndSessionOfRequest(String policy, String session) throws Exception {
        try (RunningApplication application = RunningApplication.start(Stream.concat(
                        Stream.of("telemetry.context.spring-ai.session-from-conversation-id=" + policy),
                        Stream.of(RunningApplication.WEB))
                .toArray(String[]::new))) {
            application.ask("/client", "header", "conversation", "hello");

            assertThat(application.linesOfCalls())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.fields()).containsEntry("session_id", session));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "telemetry.context.enabled=true, auto",
        "telemetry.context.reactor.enabled=false, ",
        "spring.reactor.context-propagation=limited, limited"
    })
    void reactorPropagatesUnlessApplicationDecides(String property, @Nullable String propagation) throws Exception {
        try (RunningApplication application = RunningApplication.start(property)) {
            assertThat(application.context().getEnvironment().getProperty("spring.reactor.context-propagation"))
                    .isEqualTo(propagation);
        }
    }
}
