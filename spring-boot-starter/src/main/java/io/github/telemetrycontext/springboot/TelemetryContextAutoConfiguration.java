package io.github.telemetrycontext.springboot;

import brave.handler.SpanHandler;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.langchain4j.TelemetryStreamingChatModel;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.github.telemetrycontext.opentelemetry.TelemetryLogRecordProcessor;
import io.github.telemetrycontext.opentelemetry.TelemetrySpanProcessor;
import io.github.telemetrycontext.opentelemetry.TelemetrySpans;
import io.github.telemetrycontext.springai.TelemetryChatModel;
import io.github.telemetrycontext.springai.TelemetryContextAdvisor;
import io.github.telemetrycontext.springai.TelemetryObservationFilter;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.ObservationFilter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.servlet.Filter;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.client.ChatClientCustomizer;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Adds the beans of the starter to an application. The class is public so that applications can exclude it.
 * docs/spring-boot.md lists its properties.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE) // a task decorator of another library takes precedence
@Conditional(OnCore.class)
@ConditionalOnBooleanProperty(name = "telemetry.context.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TelemetryContextProperties.class)
public final class TelemetryContextAutoConfiguration {

    /** After Spring Security, which Spring Boot puts at -100, so that the user is known. */
    private static final int BEHIND_SECURITY = -90;

    /** Creates the configuration. Called by Spring. */
    TelemetryContextAutoConfiguration() {}

    @Bean
    WiringReport telemetryContextWiringReport(TelemetryContextProperties properties, ApplicationContext application) {
        return new WiringReport(properties, application);
    }

    @Bean
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    RequestContexts telemetryContextRequestContexts(
            TelemetryContextProperties properties,
            ObjectProvider<ServerSpan> span,
            ObjectProvider<SessionIdResolver> resolver) {
        return new RequestContexts(
                properties.web(),
                span.getIfAvailable(() -> ServerSpan.NONE),
                resolver.stream().findAny().isPresent());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
    static class ServletConfiguration {

        /** Runs before the filter that starts the span of a request, so that the span has the fields. */
        @Bean("telemetryContextServletFilter")
        ServletContextFilter filter(RequestContexts contexts) {
            return new ServletContextFilter(
                    Ordered.HIGHEST_PRECEDENCE, request -> contexts.ofHeaders(request::getHeader));
        }

        @Bean("telemetryContextServletSessionFilter")
        @ConditionalOnBean(SessionIdResolver.class)
        ServletContextFilter sessionFilter(RequestContexts contexts, SessionIdResolver resolver) {
            return new ServletContextFilter(
                    BEHIND_SECURITY,
                    request -> contexts.resolved(TelemetryContext.current(), resolver, new ServletRequest(request)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(HttpHandlerDecoratorFactory.class)
    static class ReactiveConfiguration {

        @Bean("telemetryContextHttpHandlerDecorator")
        ReactiveContextDecorator decorator(RequestContexts contexts) {
            return new ReactiveContextDecorator(contexts);
        }

        @Bean("telemetryContextReactiveSessionFilter")
        @ConditionalOnBean(SessionIdResolver.class)
        ReactiveSessionFilter sessionFilter(RequestContexts contexts, SessionIdResolver resolver) {
            return new ReactiveSessionFilter(BEHIND_SECURITY, contexts, resolver);
        }
    }

    /** Provides an accessor for applications that create registries. The global registry already has its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.micrometer.enabled", matchIfMissing = true)
    @ConditionalOnClass({ContextRegistry.class, TelemetryContextThreadLocalAccessor.class})
    static class MicrometerConfiguration {

        @Bean("telemetryContextThreadLocalAccessor")
        @ConditionalOnMissingBean
        TelemetryContextThreadLocalAccessor accessor() {
            return new TelemetryContextThreadLocalAccessor();
        }
    }

    /** Spring Boot adds all beans of these types to its SDK, in their order. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.opentelemetry.enabled", matchIfMissing = true)
    @ConditionalOnClass({SpanProcessor.class, LogRecordProcessor.class, TelemetrySpanProcessor.class})
    static class OpenTelemetryConfiguration {

        @Bean("telemetrySpanProcessor")
        @ConditionalOnMissingBean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        TelemetrySpanProcessor spanProcessor() {
            return new TelemetrySpanProcessor();
        }

        @Bean("telemetryLogRecordProcessor")
        @ConditionalOnMissingBean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        TelemetryLogRecordProcessor logRecordProcessor() {
            return new TelemetryLogRecordProcessor();
        }
    }

    /** Spring Boot adds all beans of this type to Brave's Tracing. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.brave.enabled", matchIfMissing = true)
    @ConditionalOnClass(SpanHandler.class)
    static class BraveConfiguration {

        @Bean("telemetryContextSpanHandler")
        @Order(Ordered.HIGHEST_PRECEDENCE)
        SpanHandler spanHandler() {
            return new BraveFields();
        }
    }

    /**
     * Sets the fields on a request span that began before our filters, such as a span of the OpenTelemetry Java agent.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.opentelemetry.enabled", matchIfMissing = true)
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    @ConditionalOnClass({Span.class, TelemetrySpans.class})
    static class ServerSpanConfiguration {

        @Bean("telemetryContextServerSpan")
        ServerSpan serverSpan() {
            return context -> {
                Span span = Span.current();
                context.run(() -> TelemetrySpans.setAttributes(span));
                if (context.sessionId() != null) {
                    // Replaces the header's session on spans that started inside the first filter.
                    span.setAttribute("session_id", context.sessionId());
                    span.setAttribute("gen_ai.conversation.id", context.sessionId());
                }
            };
        }
    }

    @Bean("telemetryContextTriggerThreads")
    @ConditionalOnBooleanProperty("spring.threads.virtual.enabled")
    static TriggerThreads triggerThreads() {
        return new TriggerThreads();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.tasks.enabled", matchIfMissing = true)
    static class TasksConfiguration {

        @Bean("telemetryContextTaskDecorator")
        @ConditionalOnMissingBean
        TaskDecorator taskDecorator() {
            return task -> TelemetryContext.current().wrap(task);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.langchain4j.enabled", matchIfMissing = true)
    @ConditionalOnClass({dev.langchain4j.model.chat.ChatModel.class, TelemetryStreamingChatModel.class})
    static class LangChain4jConfiguration {

        /** The properties are bound here, because a post-processor must not create other beans early. */
        @Bean("telemetryContextLangChain4jBeans")
        static LangChain4jBeans beans(Environment environment) {
            return new LangChain4jBeans(properties(environment).langchain4j());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.spring-ai.enabled", matchIfMissing = true)
    @ConditionalOnClass({ChatModel.class, TelemetryChatModel.class})
    static class SpringAiConfiguration {

        @Bean("telemetryContextSpringAiBeans")
        static SpringAiBeans beans() {
            return new SpringAiBeans();
        }

        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass({ChatClient.class, ObservationFilter.class})
        static class ObservationConfiguration {

            @Bean("telemetryContextObservationFilter")
            @ConditionalOnMissingBean
            TelemetryObservationFilter filter() {
                return new TelemetryObservationFilter();
            }
        }

        /** Applies to Spring AI 2. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(ChatClientBuilderCustomizer.class)
        static class BuilderConfiguration {

            @Bean("telemetryContextChatClientCustomizer")
            ChatClientBuilderCustomizer customizer(TelemetryContextProperties properties) {
                return builder -> builder.defaultAdvisors(
                        new TelemetryContextAdvisor(properties.springAi().sessionFromConversationId()));
            }
        }

        /** Applies to Spring AI 1. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(ChatClientCustomizer.class)
        @ConditionalOnMissingClass("org.springframework.ai.chat.client.ChatClientBuilderCustomizer")
        @SuppressWarnings("removal")
        static class ClientConfiguration {

            @Bean("telemetryContextChatClientCustomizer")
            ChatClientCustomizer customizer(TelemetryContextProperties properties) {
                return builder -> builder.defaultAdvisors(
                        new TelemetryContextAdvisor(properties.springAi().sessionFromConversationId()));
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class EndpointConfiguration {

        @Bean("telemetryContextEndpoint")
        @ConditionalOnAvailableEndpoint
        TelemetryContextEndpoint endpoint(WiringReport report) {
            return new TelemetryContextEndpoint(report);
        }
    }

    private static TelemetryContextProperties properties(Environment environment) {
        return Binder.get(environment).bindOrCreate("telemetry.context", TelemetryContextProperties.class);
    }
}
