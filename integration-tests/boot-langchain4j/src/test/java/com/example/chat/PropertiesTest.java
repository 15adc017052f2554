package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The application without the web filter. Alice's question uses a tool, Bob's question uses a guardrail. */
class PropertiesTest extends ChatTest {

    private static ConfigurableApplicationContext start(String... properties) {
        List<String> all = new ArrayList<>(
                List.of("telemetry.context.web.enabled=false", "spring.main.web-application-type=none"));
        all.addAll(List.of(properties));
        return start(ChatApplication.class, all.toArray(String[]::new));
    }

    private void ask(String... properties) {
        try (ConfigurableApplicationContext application = start(properties)) {
            application.getBean(Assistant.class).answer("alice", "weather");
            application.getBean(ReviewedAssistant.class).answer("bob", "review");
        }
    }

    private List<Line> ofAlice() {
        return lines().subList(0, 9);
    }

    private List<Line> ofBob() {
        return lines().subList(9, 19);
    }

    @Test
    void usesMemoryIdAsSessionAndOneRequestPerInvocation() {
        ask();
        assertThat(lines()).hasSize(19).extracting(Line::model).containsOnly("granite");
        assertThat(ofAlice()).extracting(Line::session).containsOnly("alice");
        assertThat(ofBob()).extracting(Line::session).containsOnly("bob");
        String alice = ofAlice().get(0).request();
        String bob = ofBob().get(0).request();
        assertThat(ofAlice()).extracting(Line::request).containsOnly(alice);
        assertThat(ofBob()).extracting(Line::request).containsOnly(bob);
        assertThat(Stream.of(alice, bob)).doesNotHaveDuplicates().allMatch(id -> id != null && !id.isEmpty());
    }

    @Test
    void doesNotUseMemoryIdAsSessionWhenSwitchedOff() {
        ask("telemetry.context.langchain4j.session-from-memory-id=never");
        assertThat(lines()).hasSize(19).extracting(Line::session).containsOnlyNulls();
        assertThat(lines()).extracting(Line::request).doesNotContainNull();
    }

    @Test
    void doesNotNumberAttemptsWhenSwitchedOff() {
        ask("telemetry.context.langchain4j.number-attempts=false");
        assertThat(lines()).hasSize(19).extracting(Line::iteration).containsOnlyNulls();
        assertThat(lines()).extracting(Line::request).doesNotContainNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry.context.langchain4j.enabled=false", "telemetry.context.enabled=false"})
    void keepsBeansOfLangChain4jWhenSwitchedOff(String off) {
        ask(off);
        assertThat(lines()).hasSize(19).allSatisfy(line -> {
            assertThat(line.toString()).endsWith(" [- -]");
            assertThat(line.session()).isNull();
            assertThat(line.request()).isNull();
        });
        try (ConfigurableApplicationContext application = start(off)) {
            assertThat(application.getBean(ChatModel.class)).isExactlyInstanceOf(OpenAiChatModel.class);
            assertThat(application.getBean(StreamingChatModel.class))
                    .isExactlyInstanceOf(OpenAiStreamingChatModel.class);
            assertThat(application.getBeansOfType(HttpClientBuilder.class).values())
                    .hasSize(2)
                    .allSatisfy(client -> assertThat(client.getClass().getName())
                            .startsWith("dev.langchain4j.")
                            .doesNotContain("$$"));
            assertThat(List.of(application.getBean(Assistant.class), application.getBean(Planner.class)))
                    .extracting(service ->
                            Proxy.getInvocationHandler(service).getClass().getName())
                    .allSatisfy(handler -> assertThat(handler).startsWith("dev.langchain4j."));
        }
    }
}
