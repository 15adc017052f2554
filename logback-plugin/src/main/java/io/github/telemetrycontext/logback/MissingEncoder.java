package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps in when a configuration names a JSON encoder that is not on the class path. Logback then leaves its appender
 * without an encoder, writes nothing there, and names the class only, far down in a stack trace. Here the message names
 * the dependency to add, and Logback's own JSON encoder writes the events until then.
 *
 * <p>No record: the equality of records keeps their types in a cache of JDK 17, and with them our class loader.
 */
final class MissingEncoder implements ConfigurationEventListener {

    private static final String LOGSTASH = "net.logstash.logback:logstash-logback-encoder";

    /** What to add, by the package of what is missing. */
    private static final Map<String, String> REMEDIES = Map.of(
            "net.logstash.logback.",
            "the dependency " + LOGSTASH,
            "tools.jackson.",
            "Jackson 3, on which " + LOGSTASH + " 9 depends",
            "com.fasterxml.jackson.",
            "Jackson 2, on which " + LOGSTASH + " 8 depends",
            "co.elastic.logging.",
            "the dependency co.elastic.logging:logback-ecs-encoder");

    /** By which names a context of Logback before 1.5.23 keeps them. */
    private static final List<String> FILES_IN_USE = List.of("FA_FILENAMES_MAP", "RFA_FILENAME_PATTERN_COLLISION_MAP");

    private final LoggerContext context;

    private MissingEncoder(LoggerContext context) {
        this.context = context;
    }

    static void watch(LoggerContext context) {
        MissingEncoder listener = new MissingEncoder(context);
        try {
            // An equal one is there if the context has been configured before.
            context.removeConfigurationEventListener(listener);
            context.addConfigurationEventListener(listener);
        } catch (LinkageError e) {
            // Logback 1.5.6, for one, can't replace a listener. Then a missing encoder has Logback's own message only.
        }
    }

    @Override
    public void listen(ConfigurationEvent event) {
        try {
            switch (event.getEventType()) {
                case CONFIGURATION_ENDED_SUCCESSFULLY, CONFIGURATION_ENDED_WITH_XML_PARSING_ERRORS -> stepIn();
                default -> {}
            }
        } catch (LinkageError e) {
            // The class loader is closed, as that of an application which has ended over a shared Logback.
        }
    }

    private void stepIn() {
        String missing = null;
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            String found = missingClass(status.getThrowable());
            if (found != null) {
                missing = found;
            } else if (equals(status.getOrigin())) {
                missing = null;
            }
        }
        if (missing != null) {
            String message = "The configuration needs " + missing + ", which is not on the class path. Add "
                    + remedy(missing) + ". Until then Logback's JsonEncoder writes the events of the appenders "
                    + giveEncoders();
            context.getStatusManager().add(new ErrorStatus(message, this));
        }
    }

    private static @Nullable String missingClass(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if ((t instanceof ClassNotFoundException || t instanceof NoClassDefFoundError) && message != null) {
                String name = message.replace('/', '.');
                if (!remedy(name).isEmpty()) {
                    return name;
                }
            }
        }
        return null;
    }

    private static String remedy(String className) {
        for (Map.Entry<String, String> remedy : REMEDIES.entrySet()) {
            if (className.startsWith(remedy.getKey())) {
                return remedy.getValue();
            }
        }
        return "";
    }

    /** Starts each appender that has no encoder with Logback's own, and returns their names. */
    private List<String> giveEncoders() {
        List<String> names = new ArrayList<>();
        for (Logger logger : context.getLoggerList()) {
            giveEncoders(logger.iteratorForAppenders(), names);
        }
        return names;
    }

    private void giveEncoders(Iterator<? extends Appender<?>> appenders, List<String> names) {
        while (appenders.hasNext()) {
            Appender<?> appender = appenders.next();
            if (appender instanceof AppenderAttachable<?> outer) {
                giveEncoders(outer.iteratorForAppenders(), names);
            }
            if (appender instanceof OutputStreamAppender<?> stream && stream.getEncoder() == null) {
                giveEncoder(stream);
                names.add(stream.getName());
            }
        }
    }

    @SuppressWarnings("unchecked") // a logger has appenders for logging events
    private void giveEncoder(OutputStreamAppender<?> appender) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.start();
        ((OutputStreamAppender<ILoggingEvent>) appender).setEncoder(encoder);
        forgetFilesOf(appender);
        appender.start();
    }

    /** Before Logback 1.5.23, an appender that has failed to start once finds its own file in use by another one. */
    private void forgetFilesOf(Appender<?> appender) {
        for (String files : FILES_IN_USE) {
            if (context.getObject(files) instanceof Map<?, ?> byAppender) {
                byAppender.remove(appender.getName());
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return OtherCopy.isOf(MissingEncoder.class, other)
                || (other instanceof MissingEncoder listener && listener.context == context);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(context);
    }

    /** How the status names its origin. */
    @Override
    public String toString() {
        return "telemetry-context-logback";
    }
}
