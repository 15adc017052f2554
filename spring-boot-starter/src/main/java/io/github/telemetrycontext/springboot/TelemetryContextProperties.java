package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.SessionPolicy;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the starter.
 *
 * @param enabled Whether to enable the starter. If disabled, the plugins still add the fields to log events.
 * @param logging Structured log formats.
 * @param web Ids of requests.
 * @param micrometer Propagation by Micrometer.
 * @param opentelemetry Spans and log records of OpenTelemetry.
 * @param brave Spans of Brave.
 * @param langchain4j Beans of LangChain4j.
 * @param springAi Beans of Spring AI.
 * @param reactor Reactor's automatic propagation.
 * @param tasks Tasks of Spring's executors.
 */
@ConfigurationProperties("telemetry.context")
record TelemetryContextProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Logging logging,
        @DefaultValue Web web,
        @DefaultValue Micrometer micrometer,
        @DefaultValue OpenTelemetry opentelemetry,
        @DefaultValue Brave brave,
        @DefaultValue LangChain4j langchain4j,
        @DefaultValue SpringAi springAi,
        @DefaultValue Reactor reactor,
        @DefaultValue Tasks tasks) {

    /**
     * Structured log formats.
     *
     * @param typed Whether the formats ecs, gelf and logstash write sampling_iteration as a number.
     */
    record Logging(@DefaultValue("true") boolean typed) {}

    /**
     * Ids of requests.
     *
     * @param enabled Whether a filter sets the request_id and session_id of each request, in servlet and WebFlux applications.
     * @param idPattern Regular expression that an entire id from a header must match, in addition to the rules for all ids. By default, only these rules apply.
     * @param requestIdHeader Header that contains the request_id. Without a valid value, the starter generates an id.
     * @param sessionIdHeader Header that contains the session_id. By default, the starter reads no header.
     * @param maxLength Maximum length of an id from a header or a resolver, in characters.
     */
    record Web(
            @DefaultValue("false") boolean enabled,
            @Nullable Pattern idPattern,
            @DefaultValue(IdHeaders.DEFAULT_REQUEST_ID) String requestIdHeader,
            @Nullable String sessionIdHeader,
            @DefaultValue("128") int maxLength) {

        Web {
            // Profiles use empty values to unset properties.
            idPattern = idPattern == null || idPattern.pattern().isEmpty() ? null : idPattern;
            if (maxLength < 1) {
                throw new IllegalArgumentException(
                        "telemetry.context.web.max-length must be 1 or more, not " + maxLength);
            }
        }

        IdHeaders headers() {
            return IdHeaders.of(requestIdHeader, sessionIdHeader);
        }
    }

    /**
     * Propagation by Micrometer.
     *
     * @param enabled Whether to register the context with Micrometer's context propagation if Micrometer has not found it.
     */
    record Micrometer(@DefaultValue("true") boolean enabled) {}

    /**
     * Spans and log records of OpenTelemetry.
     *
     * @param enabled Whether to add the fields as attributes to spans and log records of OpenTelemetry's SDK, if telemetry-context-opentelemetry is on the classpath.
     */
    record OpenTelemetry(@DefaultValue("true") boolean enabled) {}

    /**
     * Spans of Brave.
     *
     * @param enabled Whether to add the fields as tags to spans of Brave, if Brave is on the classpath.
     */
    record Brave(@DefaultValue("true") boolean enabled) {}

    /**
     * Beans of LangChain4j.
     *
     * @param enabled Whether to decorate models, HTTP client builders and AI services of LangChain4j.
     * @param sessionFromMemoryId When to use the memory id of an AI service as the session_id: always, never, or only if the caller has none (when-absent).
     * @param numberAttempts Whether sampling_iteration counts the attempts that output guardrails request.
     */
    record LangChain4j(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("when-absent") SessionPolicy sessionFromMemoryId,
            @DefaultValue("true") boolean numberAttempts) {}

    /**
     * Beans of Spring AI.
     *
     * @param enabled Whether to decorate chat models and builders of chat clients of Spring AI.
     * @param sessionFromConversationId When to use the conversation id of a chat client's request as the session_id: always, never, or only if the caller has none (when-absent).
     */
    record SpringAi(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("when-absent") SessionPolicy sessionFromConversationId) {}

    /**
     * Reactor's automatic propagation.
     *
     * @param enabled Whether to set the default of spring.reactor.context-propagation to auto.
     */
    record Reactor(@DefaultValue("true") boolean enabled) {}

    /**
     * Tasks of Spring's executors.
     *
     * @param enabled Whether Spring Boot's executors and schedulers run each task with the context of the code that submitted it. A TaskDecorator bean of the application takes precedence.
     */
    record Tasks(@DefaultValue("true") boolean enabled) {}
}
