package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** A turbo filter of the application that decides by the message. */
final class ForeignFilter extends TurboFilter {

    private final Function<String, FilterReply> decision;

    ForeignFilter(Function<String, FilterReply> decision) {
        this.decision = decision;
    }

    static ForeignFilter always(FilterReply reply) {
        return new ForeignFilter(message -> reply);
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable throwable) {
        return decision.apply(String.valueOf(format));
    }
}
