package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decorators must delegate each method, also those that new versions of Spring AI or Reactor add. */
class DelegationTest {

    @ParameterizedTest
    @CsvSource({
        "io.github.telemetrycontext.springai.ToolUnderContext, org.springframework.ai.tool.ToolCallback",
        "io.github.telemetrycontext.springai.SubscriberUnderContext, reactor.core.CoreSubscriber",
        "io.github.telemetrycontext.springai.SubscriberUnderContext$Requests, org.reactivestreams.Subscription",
        "io.github.telemetrycontext.springai.TelemetryChatModel, org.springframework.ai.chat.model.ChatModel",
        "io.github.telemetrycontext.springai.TelemetryContextAdvisor, "
                + "org.springframework.ai.chat.client.advisor.api.CallAdvisor",
        "io.github.telemetrycontext.springai.TelemetryContextAdvisor, "
                + "org.springframework.ai.chat.client.advisor.api.StreamAdvisor"
    })
    void decoratorsOverrideEveryMethod(Class<?> decorator, Class<?> api) {
        assertThat(api.getMethods())
                .isNotEmpty()
                .allSatisfy(method -> assertThat(decorator.getDeclaredMethods())
                        .anyMatch(own -> own.getName().equals(method.getName())
                                && own.getParameterCount() == method.getParameterCount()));
    }
}
