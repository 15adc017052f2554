package io.github.telemetrycontext.samples;

import java.net.URL;
import java.util.List;
import java.util.Locale;
import org.apache.logging.log4j.LogManager;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** A logging framework and its sample configurations. The first layout of each framework is the default. */
enum Framework {
    LOG4J2(
            "log4j2.configurationFile",
            "logstash",
            "ecs",
            "gelf",
            "gcp",
            "json",
            "stock-logstash",
            "stock-ecs",
            "elastic",
            "pattern") {
        @Override
        AgentLog log() {
            org.apache.logging.log4j.Logger logger = LogManager.getLogger("agent");
            return new AgentLog(logger::info, logger::warn);
        }

        @Override
        void stop() {
            LogManager.shutdown();
        }
    },
    LOGBACK("logback.configurationFile", "logstash", "composite", "json", "ecs", "pattern") {
        @Override
        AgentLog log() {
            org.slf4j.Logger logger = LoggerFactory.getLogger("agent");
            return new AgentLog(logger::info, logger::warn);
        }

        @Override
        void stop() {
            ILoggerFactory factory = LoggerFactory.getILoggerFactory();
            ((ch.qos.logback.classic.LoggerContext) factory).stop();
        }

        @Override
        String layoutWithTraceIds() {
            return "otel";
        }
    };

    /** The default layout of both frameworks. */
    static final String DEFAULT_LAYOUT = "logstash";

    /** The only layout that is not JSON. */
    static final String PLAIN_TEXT = "pattern";

    private final String configurationProperty;

    @SuppressWarnings("ImmutableEnumChecker") // List.of returns an immutable list
    private final List<String> layouts;

    Framework(String configurationProperty, String... layouts) {
        this.configurationProperty = configurationProperty;
        this.layouts = List.of(layouts);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> layouts() {
        return layouts;
    }

    /** Returns the default layout with OpenTelemetry's trace ids. Log4j needs no other layout for them. */
    String layoutWithTraceIds() {
        return DEFAULT_LAYOUT;
    }

    /**
     * Returns the classpath resource of the sample. The frameworks find the resources of the default layouts
     * themselves.
     */
    String configuration(String layout) {
        return layout.equals(DEFAULT_LAYOUT) ? label() + ".xml" : "layouts/" + label() + "-" + layout + ".xml";
    }

    /** Returns the system property that names the configuration. */
    String configurationProperty() {
        return configurationProperty;
    }

    /** Chooses the sample. The framework reads it when the first logger is created. */
    void choose(String layout) {
        String resource = configuration(layout);
        URL url = Framework.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException(resource + " is missing on the classpath");
        }
        System.setProperty(configurationProperty, url.toString());
    }

    abstract AgentLog log();

    /** Flushes and ends the framework. */
    abstract void stop();
}
