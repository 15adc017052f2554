package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** A turbo filter of somebody else, which gives one reply to every event. */
final class Always extends TurboFilter {

    private final FilterReply reply;

    Always(FilterReply reply) {
        this.reply = reply;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable throwable) {
        return reply;
    }
}
