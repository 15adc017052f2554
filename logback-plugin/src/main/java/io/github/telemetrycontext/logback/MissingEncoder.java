package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which dependency to add when a configuration names a class of logstash-logback-encoder that is not there. Logback
 * itself names the class only, far down in a stack trace.
 */
record MissingEncoder(LoggerContext context) implements ConfigurationEventListener {

    private static final List<String> PACKAGES = List.of("net.logstash.logback.", "tools.jackson.");

    static void explainIn(LoggerContext context) {
        MissingEncoder listener = new MissingEncoder(context);
        // An equal one is there if the context has been configured before.
        context.removeConfigurationEventListener(listener);
        context.addConfigurationEventListener(listener);
    }

    @Override
    public void listen(ConfigurationEvent event) {
        switch (event.getEventType()) {
            case CONFIGURATION_ENDED_SUCCESSFULLY, CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS -> explain();
            default -> {}
        }
    }

    private void explain() {
        String unexplained = null;
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            String missing = missingClass(status.getThrowable());
            if (missing != null) {
                unexplained = missing;
            } else if (equals(status.getOrigin())) {
                unexplained = null;
            }
        }
        if (unexplained != null) {
            String message = "The configuration needs " + unexplained + ", which is not on the class path. Add the"
                    + " dependency net.logstash.logback:logstash-logback-encoder:9.0 with its dependencies. Until then"
                    + " the appender that needs it writes nothing";
            context.getStatusManager().add(new ErrorStatus(message, this));
        }
    }

    private static @Nullable String missingClass(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if ((t instanceof ClassNotFoundException || t instanceof NoClassDefFoundError) && message != null) {
                String name = message.replace('/', '.');
                if (PACKAGES.stream().anyMatch(name::startsWith)) {
                    return name;
                }
            }
        }
        return null;
    }
}
