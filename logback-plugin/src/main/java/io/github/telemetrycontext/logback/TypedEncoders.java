package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes the encoders of logstash-logback-encoder write the iteration as a number, each time that Logback has read a
 * configuration. The system property {@code telemetry.context.logback.typed=false} switches this off.
 *
 * <p>A logger context keeps its configuration listeners through {@code reset()} and {@code stop()}.
 */
final class TypedEncoders implements ConfigurationEventListener {

    private final LoggerContext context;

    private TypedEncoders(LoggerContext context) {
        this.context = context;
    }

    /** Also changes the encoders of a configuration that Logback has read before. Call it once for a logger context. */
    static void install(LoggerContext context) {
        if (!"false".equalsIgnoreCase(System.getProperty("telemetry.context.logback.typed"))) {
            TypedEncoders listener = new TypedEncoders(context);
            context.addConfigurationEventListener(listener);
            listener.listen(null);
        }
    }

    /** Removes the listener of another copy of this library, which Logback recognizes as equal. */
    static void removeOtherCopy(LoggerContext context) {
        try {
            context.removeConfigurationEventListener(new TypedEncoders(context));
        } catch (NoSuchMethodError e) {
            // Logback before 1.5.18 keeps its listeners.
        }
    }

    /** Called with events of all kinds, because their names differ between the versions of Logback. */
    @Override
    public void listen(@Nullable ConfigurationEvent event) {
        for (Appender<?> appender : Appenders.of(context)) {
            try {
                Object writer = Appenders.unwrapped(Appenders.writerOf(appender));
                if (writer != null && isOfLogstash(writer.getClass())) {
                    LogstashTyping.apply(writer);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // The encoder is of a version with other classes. It writes the iteration as text.
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypedEncoders || OtherCopy.isOf(TypedEncoders.class, other);
    }

    @Override
    public int hashCode() {
        return TypedEncoders.class.getName().hashCode();
    }

    private static boolean isOfLogstash(Class<?> type) {
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            if (next.getName().startsWith("net.logstash.logback.")) {
                return true;
            }
        }
        return false;
    }
}
