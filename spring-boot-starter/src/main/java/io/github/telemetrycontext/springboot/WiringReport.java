package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.MicrometerConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.OpenTelemetryConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.ReactiveConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.ServletConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.TasksConfiguration;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** Logs the wiring of the starter at startup at DEBUG, and problems at INFO and WARN. */
final class WiringReport implements ApplicationListener<ApplicationStartedEvent> {

    private static final Logger log = LoggerFactory.getLogger(WiringReport.class);

    private final TelemetryContextProperties properties;

    private final ApplicationContext application;

    WiringReport(TelemetryContextProperties properties, ApplicationContext application) {
        this.properties = properties;
        this.application = application;
    }

    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        if (properties.langchain4j().enabled()) {
            missing(
                    "LangChain4j",
                    "dev.langchain4j.model.chat.ChatModel",
                    "langchain4j",
                    "langchain4j.TelemetryChatModel");
        }
        if (properties.springAi().enabled()) {
            missing(
                    "Spring AI",
                    "org.springframework.ai.chat.model.ChatModel",
                    "spring-ai",
                    "springai.TelemetryChatModel");
        }
        properties.web().headers().warnings().forEach(log::warn);
        Map<String, String> beans = beans();
        beans.forEach((bean, result) -> {
            if (result.startsWith(DecoratedBeans.NOT_DECORATED)) {
                log.info("The bean {} is {}. Its calls set no request_id and model_id.", bean, result);
            }
        });
        if (log.isDebugEnabled()) {
            List<String> wired = wired();
            beans.forEach((bean, result) -> wired.add("bean " + bean + " " + result));
            log.debug("Telemetry context: {}", String.join("; ", wired));
        }
    }

    private static void missing(String library, String type, String artifact, String plugin) {
        if (Classpath.has(type) && !Classpath.has("io.github.telemetrycontext." + plugin)) {
            log.info(
                    "{} is on the classpath, but its calls set no request_id and model_id. Add telemetry-context-{},"
                            + " or set telemetry.context.{}.enabled=false.",
                    library,
                    artifact,
                    artifact);
        }
    }

    /** Returns the wiring except for beans of LLM libraries, one part per text. */
    List<String> wired() {
        List<String> wired = new ArrayList<>();
        wired.add("fields in log events of "
                + LoggerFactory.getILoggerFactory().getClass().getName());
        wired.add("sampling_iteration in structured formats as "
                + (properties.logging().typed() ? "a number" : "text"));
        wired.add(web());
        wired.add("Micrometer " + (has(MicrometerConfiguration.class) ? "propagates" : "does not propagate")
                + " the context");
        wired.add("OpenTelemetry has " + openTelemetry());
        wired.add(tasks());
        return wired;
    }

    private String tasks() {
        if (has(TasksConfiguration.class)) {
            return application.containsBean("telemetryContextTaskDecorator")
                    ? "Spring's executors propagate the context"
                    : "tasks use the application's task decorator";
        }
        return "Spring's executors do not propagate the context";
    }

    /** Returns the states of the beans of LLM libraries by bean name. */
    Map<String, String> beans() {
        Map<String, String> beans = new TreeMap<>();
        application
                .getBeansOfType(DecoratedBeans.class)
                .values()
                .forEach(decorated -> beans.putAll(decorated.report()));
        return beans;
    }

    private String openTelemetry() {
        if (!Classpath.has("io.opentelemetry.api.OpenTelemetry") || !has(OpenTelemetry.class)) {
            return has(OpenTelemetryConfiguration.class)
                    ? "processors, but there is no OpenTelemetry bean"
                    : "no processors";
        }
        if (application.getEnvironment().containsProperty("otel.file_format")) {
            boolean spans = isNamed("tracer_provider");
            boolean records = isNamed("logger_provider");
            return spans && records
                    ? "processors"
                    : spans ? "a span processor only" : records ? "a log record processor only" : "no processors";
        }
        // The SDK shows only its span processors. OpenTelemetry's own starter gets the processors from the plugin and
        // ignores beans.
        return application.getBeanProvider(OpenTelemetry.class).stream()
                        .map(String::valueOf) // no lambda, Spring reads all methods even without OpenTelemetry
                        .anyMatch(sdk -> sdk.contains("TelemetrySpanProcessor{"))
                ? "processors"
                : "no processors";
    }

    /**
     * Looks for the property of the processor. OpenTelemetry's own starter creates a configuration file from all
     * properties of this form.
     */
    private boolean isNamed(String provider) {
        String processor = "otel\\." + provider + "\\.processors\\[\\d+]\\.telemetry_context(\\..*)?";
        return application.getEnvironment() instanceof ConfigurableEnvironment environment
                && environment.getPropertySources().stream()
                        .filter(EnumerablePropertySource.class::isInstance)
                        .map(EnumerablePropertySource.class::cast)
                        .flatMap(source -> Stream.of(source.getPropertyNames()))
                        .anyMatch(name -> name.matches(processor));
    }

    private boolean has(Class<?> part) {
        return application.getBeanNamesForType(part).length > 0;
    }

    private String web() {
        String ids = ", request_id from " + properties.web().headers().requestId() + sessionId();
        if (has(ServletConfiguration.class)) {
            return "servlet filter" + ids;
        }
        return has(ReactiveConfiguration.class) ? "WebFlux filter" + ids + propagation() : "no web filter";
    }

    private String sessionId() {
        List<String> sources = new ArrayList<>();
        for (String resolver : application.getBeanNamesForType(SessionIdResolver.class)) {
            sources.add("the bean " + resolver);
        }
        String header = properties.web().headers().sessionId();
        if (header != null) {
            sources.add(header);
        }
        return sources.isEmpty() ? ", no session_id" : ", session_id from " + String.join(", else ", sources);
    }

    private String propagation() {
        String property = application.getEnvironment().getProperty("spring.reactor.context-propagation");
        return has(MicrometerConfiguration.class) && "auto".equalsIgnoreCase(property)
                ? ""
                : " (threads see them only with io.micrometer:context-propagation and"
                        + " spring.reactor.context-propagation=auto)";
    }
}
