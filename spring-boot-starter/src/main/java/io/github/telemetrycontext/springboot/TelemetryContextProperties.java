package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.SessionPolicy;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the starter.
 *
 * @param enabled Whether the starter does anything. If not, the plugins still add the fields to log events.
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
     * @param enabled Whether a filter gives each request its request_id and session_id, in servlet and in WebFlux applications.
     * @param idPattern Regular expression that must match an entire id from a header, in addition to the rule for all ids. If unset or empty, only that rule applies.
     * @param requestIdHeader Header from which the request_id is taken. If the header is missing or its value is refused, an id is generated.
     * @param sessionIdHeader Header from which the session_id is taken. If unset, no header is used.
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
     * @param enabled Whether the starter registers the context with Micrometer's context propagation if Micrometer has not found it.
     */
    record Micrometer(@DefaultValue("true") boolean enabled) {}

    /**
     * Spans and log records of OpenTelemetry.
     *
     * @param enabled Whether spans and log records of OpenTelemetry's SDK have the fields as attributes, if telemetry-context-opentelemetry is on the classpath.
     */
    record OpenTelemetry(@DefaultValue("true") boolean enabled) {}

    /**
     * Spans of Brave.
     *
     * @param enabled Whether spans of Brave have the fields as tags, if Brave is on the classpath.
     */
    record Brave(@DefaultValue("true") boolean enabled) {}

    /**
     * Beans of LangChain4j.
     *
     * @param enabled Whether models, HTTP client builders and AI services of LangChain4j are decorated.
     * @param sessionFromMemoryId Whether the memory id of an AI service becomes the session_id of its invocation.
     * @param numberAttempts Whether sampling_iteration counts the attempts that output guardrails request.
     */
    record LangChain4j(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("when-absent") SessionPolicy sessionFromMemoryId,
            @DefaultValue("true") boolean numberAttempts) {}

    /**
     * Beans of Spring AI.
     *
     * @param enabled Whether chat models and builders of chat clients of Spring AI are decorated.
     * @param sessionFromConversationId Whether the conversation id of a chat client's request becomes the session_id of its call.
     */
    record SpringAi(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("when-absent") SessionPolicy sessionFromConversationId) {}

    /**
     * Reactor's automatic propagation.
     *
     * @param enabled Whether the default of spring.reactor.context-propagation is auto.
     */
    record Reactor(@DefaultValue("true") boolean enabled) {}

    /**
     * Tasks of Spring's executors.
     *
     * @param enabled Whether the tasks of Spring Boot's executors and schedulers run under the context of the code that submits them. A TaskDecorator bean of the application takes precedence.
     */
    record Tasks(@DefaultValue("true") boolean enabled) {}
}
