package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext.Operation;
import java.util.concurrent.ExecutorService;

/** The tracer methods that the agent needs. */
interface Spans {

    /** No tracer. */
    Spans NONE = new Spans() {

        @Override
        public <T, X extends Throwable> T in(String name, Operation<T, X> work) throws X {
            return work.run();
        }

        @Override
        public ExecutorService carriedTo(ExecutorService pool) {
            return pool;
        }
    };

    /** Runs the work in a span of this name. */
    <T, X extends Throwable> T in(String name, Operation<T, X> work) throws X;

    /** Returns the pool wrapped so that its tasks run in the span that was current when they were submitted. */
    ExecutorService carriedTo(ExecutorService pool);
}
