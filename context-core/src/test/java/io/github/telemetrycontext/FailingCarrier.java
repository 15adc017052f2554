package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Fails in every call, alternately with an exception and with a {@link LinkageError}. */
public final class FailingCarrier implements ContextCarrier {

    static final AtomicInteger ATTACHING = new AtomicInteger();
    static final AtomicInteger DETACHING = new AtomicInteger();
    static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public Attachment attach(TelemetryContext context) {
        if (ATTACHING.getAndIncrement() % 2 == 0) {
            return () -> fail(DETACHING.getAndIncrement());
        }
        fail(ATTACHING.get() / 2);
        throw new AssertionError();
    }

    @Override
    public @Nullable TelemetryContext carried() {
        fail(ASKED.getAndIncrement());
        return null;
    }

    private static void fail(int time) {
        if (time % 2 == 0) {
            throw new IllegalStateException("on purpose");
        }
        throw new NoSuchMethodError("on purpose");
    }
}
