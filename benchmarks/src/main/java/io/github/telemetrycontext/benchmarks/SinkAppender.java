package io.github.telemetrycontext.benchmarks;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An appender for configurations that writes to a {@link Sink}. */
public final class SinkAppender extends OutputStreamAppender<ILoggingEvent> {

    private boolean keeping;
    private @Nullable Sink sink;

    /**
     * Sets whether the sink keeps the bytes.
     *
     * @param keeping whether the sink keeps the bytes
     */
    public void setKeeping(boolean keeping) {
        this.keeping = keeping;
    }

    @Override
    public void start() {
        sink = new Sink(keeping);
        setOutputStream(sink);
        super.start();
    }

    Sink sink() {
        return Objects.requireNonNull(sink, "started");
    }
}
