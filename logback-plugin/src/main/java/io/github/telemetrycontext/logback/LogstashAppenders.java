package io.github.telemetrycontext.logback;

import ch.qos.logback.core.Appender;
import net.logstash.logback.appender.AbstractLogstashTcpSocketAppender;
import org.jspecify.annotations.Nullable;

/** Finds the encoders of appenders of logstash-logback-encoder. A separate class, because that library may be missing. */
final class LogstashAppenders {

    private LogstashAppenders() {}

    static @Nullable Object encoderOf(Appender<?> appender) {
        return appender instanceof AbstractLogstashTcpSocketAppender<?, ?> socket ? socket.getEncoder() : null;
    }
}
