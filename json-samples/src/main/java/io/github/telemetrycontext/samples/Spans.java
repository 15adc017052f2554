package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext.Operation;
import java.util.concurrent.ExecutorService;

/** What the agent needs of a tracer. */
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

    /** The same pool, whose tasks run in the span in which they were submitted. */
    ExecutorService carriedTo(ExecutorService pool);
}
