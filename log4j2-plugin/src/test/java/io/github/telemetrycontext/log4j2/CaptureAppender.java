package io.github.telemetrycontext.log4j2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;

/**
 * Keeps the bytes that its layout writes. While held, it blocks the calling thread before it reads the event, like a slow
 * disk.
 */
@Plugin(name = "Capture", category = Core.CATEGORY_NAME, elementType = "appender", printObject = true)
public final class CaptureAppender extends AbstractAppender {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private CaptureAppender(Builder builder) {
        super(builder.getName(), builder.getFilter(), builder.getOrCreateLayout(), false, builder.getPropertyArray());
    }

    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    @Override
    public void append(LogEvent event) {
        try {
            // Log4j interrupts its threads when it stops, and await() would then throw.
            if (gate.getCount() > 0) {
                gate.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        bytes.writeBytes(getLayout().toByteArray(event));
    }

    List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The attributes in a configuration file. */
    public static final class Builder extends AbstractAppender.Builder<Builder>
            implements org.apache.logging.log4j.core.util.Builder<CaptureAppender> {

        private Builder() {}

        @Override
        public CaptureAppender build() {
            return new CaptureAppender(this);
        }
    }
}
