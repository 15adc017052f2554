package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.net.SyslogAppenderBase;
import ch.qos.logback.core.sift.SiftingAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import net.logstash.logback.appender.AbstractLogstashTcpSocketAppender;
import net.logstash.logback.appender.AbstractLogstashUdpSocketAppender;
import org.jspecify.annotations.Nullable;

/** Finds the appenders of a logger context with their encoders and layouts. */
final class Appenders {

    private Appenders() {}

    /** Returns all appenders, also those inside other appenders, in the order of the loggers. */
    static Set<Appender<?>> of(LoggerContext context) {
        Set<Appender<?>> found = new LinkedHashSet<>();
        for (Logger logger : context.getLoggerList()) {
            add(logger.iteratorForAppenders(), found);
        }
        return found;
    }

    private static void add(Iterator<? extends Appender<?>> more, Set<Appender<?>> found) {
        while (more.hasNext()) {
            Appender<?> appender = more.next();
            if (found.add(appender)) {
                if (appender instanceof AppenderAttachable<?> outer) {
                    add(outer.iteratorForAppenders(), found);
                } else if (appender instanceof SiftingAppenderBase<?> sifting) {
                    add(sifting.getAppenderTracker().allComponents().iterator(), found);
                }
            }
        }
    }

    /** Returns the encoder or layout of the appender, or null if none is known. */
    static @Nullable Object writerOf(Appender<?> appender) {
        if (appender instanceof OutputStreamAppender<?> stream) {
            return stream.getEncoder();
        }
        if (appender instanceof SyslogAppenderBase<?> syslog) {
            return syslog.getLayout();
        }
        return appender.getClass().getName().startsWith("net.logstash.logback.") ? Logstash.writerOf(appender) : null;
    }

    /** Returns the layout that an encoder wraps, otherwise the writer itself. */
    static @Nullable Object unwrapped(@Nullable Object writer) {
        return writer instanceof LayoutWrappingEncoder<?> wrapping ? wrapping.getLayout() : writer;
    }

    /** A separate class, because logstash-logback-encoder may be missing. */
    private static final class Logstash {

        static @Nullable Object writerOf(Appender<?> appender) {
            if (appender instanceof AbstractLogstashTcpSocketAppender<?, ?> tcp) {
                return tcp.getEncoder();
            }
            return appender instanceof AbstractLogstashUdpSocketAppender<?> udp ? udp.getLayout() : null;
        }
    }
}
