package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.github.telemetrycontext.opentelemetry.TelemetryLogRecordProcessor;
import io.github.telemetrycontext.opentelemetry.TelemetrySpanProcessor;
import io.github.telemetrycontext.springboot.ServletContextFilter.ServletRequest;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.WebFilter;

/** What the starter adds to an application. The README lists the properties that it goes by. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "telemetry.context.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TelemetryContextProperties.class)
public final class TelemetryContextAutoConfiguration {

    /** For Spring. */
    TelemetryContextAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
    static class ServletConfiguration {

        private static final String CONTEXT = TelemetryContext.class.getName();

        @Bean
        ServletContextFilter telemetryContextFilter(TelemetryContextProperties properties) {
            RequestContexts contexts = new RequestContexts(properties.web());
            return new ServletContextFilter(
                    CONTEXT, FilterOrders.FIRST, request -> contexts.fromHeaders(new ServletRequest(request)));
        }

        @Bean
        @ConditionalOnBean(SessionIdResolver.class)
        ServletContextFilter telemetryContextSessionFilter(
                TelemetryContextProperties properties, SessionIdResolver resolver) {
            RequestContexts contexts = new RequestContexts(properties.web());
            return new ServletContextFilter(
                    CONTEXT + ".resolved",
                    FilterOrders.AFTER_SECURITY,
                    request -> contexts.resolved(TelemetryContext.current(), resolver, new ServletRequest(request)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass({WebFilter.class, TelemetryContextThreadLocalAccessor.class})
    static class ReactiveConfiguration {

        @Bean
        ReactiveContextFilter telemetryContextFilter(TelemetryContextProperties properties) {
            return ReactiveContextFilter.ofHeaders(new RequestContexts(properties.web()));
        }

        @Bean
        @ConditionalOnBean(SessionIdResolver.class)
        ReactiveContextFilter telemetryContextSessionFilter(
                TelemetryContextProperties properties, SessionIdResolver resolver) {
            return ReactiveContextFilter.ofResolver(new RequestContexts(properties.web()), resolver);
        }
    }

    /** Spring Boot gives beans of these types to its SDK. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "telemetry.context.opentelemetry.enabled", matchIfMissing = true)
    @ConditionalOnClass({SpanProcessor.class, LogRecordProcessor.class, TelemetrySpanProcessor.class})
    static class OpenTelemetryConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        TelemetrySpanProcessor telemetrySpanProcessor() {
            return new TelemetrySpanProcessor();
        }

        @Bean
        @ConditionalOnMissingBean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        TelemetryLogRecordProcessor telemetryLogRecordProcessor() {
            return new TelemetryLogRecordProcessor();
        }
    }
}
