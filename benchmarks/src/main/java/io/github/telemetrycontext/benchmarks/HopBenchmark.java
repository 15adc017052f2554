package io.github.telemetrycontext.benchmarks;

import brave.context.slf4j.MDCScopeDecorator;
import brave.propagation.CurrentTraceContext;
import brave.propagation.TraceContext;
import com.alibaba.ttl.TransmittableThreadLocal;
import com.alibaba.ttl.TtlRunnable;
import io.github.telemetrycontext.TelemetryContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.slf4j.MDC;

/**
 * Measures wrapping a task with a context and running it on the same thread, so that no thread has to wake up. The thread
 * already has four fields, which are restored afterwards. The context of the task is a different object, so that no library
 * can skip the work.
 */
@SuppressWarnings("MustBeClosedChecker") // open until the JVM ends
public class HopBenchmark {

    /** A task that the compiler can't remove. */
    @State(Scope.Thread)
    public static class Task implements Runnable {

        private @Nullable Blackhole blackhole;

        @Setup
        public void use(Blackhole blackhole) {
            this.blackhole = blackhole;
        }

        @Override
        public void run() {
            if (blackhole != null) {
                blackhole.consume(this);
            }
        }
    }

    /** Two telemetry contexts, one of them current. */
    @State(Scope.Thread)
    public static class Ours {

        private final TelemetryContext carried = new Fields().telemetry().build();

        @Setup
        public void open() {
            new Fields().telemetry().open();
        }
    }

    /** Two contexts of OpenTelemetry, one of them current. */
    @State(Scope.Thread)
    public static class OpenTelemetry {

        private final Context carried = new Fields().openTelemetry();

        @Setup
        public void open() {
            new Fields().openTelemetry().makeCurrent();
        }
    }

    /** Two contexts of Brave, one of them current. */
    @State(Scope.Thread)
    public static class BraveContexts {

        private final CurrentTraceContext current = Brave.current(MDCScopeDecorator.newBuilder());
        private final TraceContext carried = Brave.contextOf(new Fields());

        @Setup
        public void open() {
            current.newScope(Brave.contextOf(new Fields()));
        }
    }

    /** The fields as one value of a thread local that Micrometer propagates. */
    @State(Scope.Thread)
    public static class Micrometer {

        private static final ThreadLocal<Map<String, String>> VALUE = new ThreadLocal<>();

        private final ContextSnapshotFactory factory = ContextSnapshotFactory.builder()
                .contextRegistry(new ContextRegistry().registerThreadLocalAccessor("fields", VALUE))
                .build();

        @Setup
        public void put() {
            VALUE.set(new Fields().texts());
        }
    }

    /** The fields as one value of a transmittable thread local. */
    @State(Scope.Thread)
    public static class Transmittable {

        private static final TransmittableThreadLocal<Map<String, String>> VALUE = new TransmittableThreadLocal<>();

        @Setup
        public void put() {
            VALUE.set(new Fields().texts());
        }
    }

    /** The fields in SLF4J's MDC. */
    @State(Scope.Thread)
    public static class InMdc {

        @Setup
        public void put() {
            Native.MDC.putAll(new Fields().texts());
        }
    }

    @Benchmark
    public Object ours(Ours contexts, Task task) {
        return ran(contexts.carried.wrap(task));
    }

    @Benchmark
    public Object openTelemetryContext(OpenTelemetry contexts, Task task) {
        return ran(contexts.carried.wrap(task));
    }

    @Benchmark
    @SuppressWarnings("try") // the resource is only closed
    public Object braveMdc(BraveContexts contexts, Task task) {
        return ran(() -> {
            try (CurrentTraceContext.Scope scope = contexts.current.maybeScope(contexts.carried)) {
                task.run();
            }
        });
    }

    @Benchmark
    public Object micrometer(Micrometer state, Task task) {
        return ran(state.factory.captureAll().wrap(task));
    }

    @Benchmark
    public Object transmittableThreadLocal(Transmittable state, Task task) {
        return ran(TtlRunnable.get(task));
    }

    /** Does the same as task decorators: copies the MDC, sets the copy and restores the previous entries. */
    @Benchmark
    public Object mdcCopy(InMdc state, Task task) {
        Map<String, String> submitted = MDC.getCopyOfContextMap();
        return ran(() -> {
            Map<String, String> previous = MDC.getCopyOfContextMap();
            MDC.setContextMap(submitted);
            try {
                task.run();
            } finally {
                MDC.setContextMap(previous);
            }
        });
    }

    private static Runnable ran(Runnable task) {
        task.run();
        return task;
    }
}
