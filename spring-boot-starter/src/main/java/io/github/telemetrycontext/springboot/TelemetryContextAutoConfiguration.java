package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.github.telemetrycontext.opentelemetry.TelemetryLogRecordProcessor;
import io.github.telemetrycontext.opentelemetry.TelemetrySpanProcessor;
import io.micrometer.context.ContextRegistry;
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
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** What the starter adds to an application. Public to be excluded; the README lists the properties that it goes by. */
@AutoConfiguration
@Conditional(OnCore.class)
@ConditionalOnBooleanProperty(name = "telemetry.context.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TelemetryContextProperties.class)
public final class TelemetryContextAutoConfiguration {

    /** Behind Spring Security, which Spring Boot puts at -100, so that the user is known. */
    private static final int BEHIND_SECURITY = -90;

    /** For Spring. */
    TelemetryContextAutoConfiguration() {}

    @Bean
    WiringReport telemetryContextWiringReport(TelemetryContextProperties properties) {
        return new WiringReport(properties);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("telemetry.context.web.enabled")
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
    static class ServletConfiguration {

        /** Before the filter that starts the span of a request, so that the span has the fields. */
        @Bean("telemetryContextServletFilter")
        ServletContextFilter filter(TelemetryContextProperties properties) {
            RequestContexts contexts = new RequestContexts(properties.web());
            return new ServletContextFilter(
                    Ordered.HIGHEST_PRECEDENCE, request -> contexts.ofHeaders(request::getHeader));
        }

        @Bean("telemetryContextServletSessionFilter")
        @ConditionalOnBean(SessionIdResolver.class)
        ServletContextFilter sessionFilter(TelemetryContextProperties properties, SessionIdResolver resolver) {
            RequestContexts contexts = new RequestContexts(properties.web());
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
        ReactiveContextDecorator decorator(TelemetryContextProperties properties) {
            return new ReactiveContextDecorator(new RequestContexts(properties.web()));
        }

        @Bean("telemetryContextReactiveSessionFilter")
        @ConditionalOnBean(SessionIdResolver.class)
        ReactiveSessionFilter sessionFilter(TelemetryContextProperties properties, SessionIdResolver resolver) {
            return new ReactiveSessionFilter(BEHIND_SECURITY, new RequestContexts(properties.web()), resolver);
        }
    }

    /** The registry has one of its own; this is for those who make registries. */
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

    /** Spring Boot gives all beans of these types to its SDK, in their order. */
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
}
