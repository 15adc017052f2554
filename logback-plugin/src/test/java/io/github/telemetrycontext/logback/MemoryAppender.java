package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keeps the bytes that the encoder writes. */
public final class MemoryAppender extends OutputStreamAppender<ILoggingEvent> {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void start() {
        setOutputStream(bytes);
        super.start();
    }

    void clear() {
        bytes.reset();
    }

    List<String> lines() {
        return text().lines().toList();
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
