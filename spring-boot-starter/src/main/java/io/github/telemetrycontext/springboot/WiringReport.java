package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.MicrometerConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.OpenTelemetryConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.ReactiveConfiguration;
import io.github.telemetrycontext.springboot.TelemetryContextAutoConfiguration.ServletConfiguration;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** Says at start-up what the starter has wired, at DEBUG. */
final class WiringReport implements ApplicationListener<ApplicationStartedEvent> {

    private static final Logger log = LoggerFactory.getLogger(WiringReport.class);

    private final TelemetryContextProperties properties;

    WiringReport(TelemetryContextProperties properties) {
        this.properties = properties;
    }

    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        if (log.isDebugEnabled()) {
            log.debug("Telemetry context: {}", String.join("; ", wired(event.getApplicationContext())));
        }
    }

    private List<String> wired(ApplicationContext application) {
        List<String> wired = new ArrayList<>();
        wired.add("fields in the events of "
                + LoggerFactory.getILoggerFactory().getClass().getName());
        wired.add("sampling_iteration in structured formats as "
                + (properties.logging().typed() ? "a number" : "text"));
        wired.add(web(application));
        wired.add("Micrometer's propagation "
                + (has(application, MicrometerConfiguration.class) ? "carries it" : "without it"));
        wired.add("OpenTelemetry's " + openTelemetry(application));
        return wired;
    }

    private static String openTelemetry(ApplicationContext application) {
        if (!has(application, OpenTelemetryConfiguration.class)) {
            return "SDK without it";
        }
        return has(application, OpenTelemetry.class) ? "processors" : "processors, but there is no OpenTelemetry bean";
    }

    private static boolean has(ApplicationContext application, Class<?> part) {
        return application.getBeanNamesForType(part).length > 0;
    }

    private String web(ApplicationContext application) {
        String ids = ", request_id from " + properties.web().headers().requestId() + ", session_id from "
                + sessionId(application);
        if (has(application, ServletConfiguration.class)) {
            return "servlet filter" + ids;
        }
        return has(application, ReactiveConfiguration.class)
                ? "WebFlux filter" + ids + propagation(application)
                : "no web filter";
    }

    private String sessionId(ApplicationContext application) {
        List<String> sources = new ArrayList<>();
        for (String resolver : application.getBeanNamesForType(SessionIdResolver.class)) {
            sources.add("the bean " + resolver);
        }
        String header = properties.web().headers().sessionId();
        if (header != null) {
            sources.add(header);
        }
        return sources.isEmpty() ? "nowhere" : String.join(", else ", sources);
    }

    private static String propagation(ApplicationContext application) {
        String property = application.getEnvironment().getProperty("spring.reactor.context-propagation");
        return has(application, MicrometerConfiguration.class) && "auto".equalsIgnoreCase(property)
                ? ""
                : " (threads see them only with io.micrometer:context-propagation and"
                        + " spring.reactor.context-propagation=auto)";
    }
}
