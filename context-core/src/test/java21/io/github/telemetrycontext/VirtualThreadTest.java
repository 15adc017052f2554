package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VirtualThreadTest implements LeavesNoContext {

    private static final TelemetryContext A = TelemetryContext.builder()
            .sessionId("a")
            .requestId("r")
            .modelId("m")
            .samplingIteration(1)
            .build();

    static List<TelemetryContext> subsets() {
        return ScopeTest.subsets("v", 7);
    }

    private static <T> T inVirtualThread(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future.get();
    }

    private static <T> T inPlatformThread(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofPlatform().start(future);
        return future.get();
    }

    @ParameterizedTest
    @MethodSource("subsets")
    void virtualThreadStartsWithCreatorsContext(TelemetryContext context) throws Exception {
        try (Scope scope = context.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(inVirtualThread(TelemetryContext::current)).isEqualTo(context);
        }
        assertThat(inVirtualThread(TelemetryContext::current)).isSameAs(TelemetryContext.empty());
    }

    @Test
    void keepsInheritedContextAfterCreatorsScopeCloses() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        FutureTask<TelemetryContext> task = new FutureTask<>(() -> {
            closed.await();
            return TelemetryContext.current();
        });
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            Thread.ofVirtual().start(task);
        }
        closed.countDown();
        assertThat(task.get()).isEqualTo(A);
    }

    @Test
    void keepsInheritedFieldsWhenContextIsGarbageCollected() throws Exception {
        CountDownLatch collected = new CountDownLatch(1);
        FutureTask<String> task = new FutureTask<>(() -> {
            collected.await();
            return TelemetryContext.current().toString();
        });
        WeakReference<TelemetryContext> context = startInheriting(task);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(context.get()).isNull();
        });
        collected.countDown();
        assertThat(task.get()).isEqualTo("TelemetryContext{session_id=short-lived, sampling_iteration=2}");
    }

    private static WeakReference<TelemetryContext> startInheriting(Runnable task) {
        TelemetryContext context = TelemetryContext.builder()
                .sessionId("short-lived")
                .samplingIteration(2)
                .build();
        context.toBuilder().build();
        try (Scope scope = context.makeCurrent()) {
            assertThat(scope).isNotNull();
            Thread.ofVirtual().start(task);
        }
        return new WeakReference<>(context);
    }

    @Test
    void virtualThreadPerTaskExecutorUsesSubmittersContext() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<@Nullable String>> sessions = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                try (Scope scope = TelemetryContext.with().sessionId("s-" + i).open()) {
                    assertThat(scope).isNotNull();
                    sessions.add(
                            executor.submit(() -> TelemetryContext.current().sessionId()));
                }
            }
            for (int i = 0; i < sessions.size(); i++) {
                assertThat(sessions.get(i).get()).isEqualTo("s-" + i);
            }
            assertThat(executor.submit(TelemetryContext::current).get()).isSameAs(TelemetryContext.empty());
        }
    }

    @Test
    void scopesRestoreInheritedContext() throws Exception {
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            inVirtualThread(() -> {
                try (Scope inner = TelemetryContext.with().modelId("other").open()) {
                    assertThat(inner).isNotNull();
                    assertThat(TelemetryContext.current().toMap())
                            .containsEntry("session_id", "a")
                            .containsEntry("model_id", "other");
                }
                assertThat(TelemetryContext.current()).isEqualTo(A);
                TelemetryContext.empty()
                        .wrap((Runnable)
                                () -> assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty()))
                        .run();
                assertThat(TelemetryContext.current()).isEqualTo(A);
                return null;
            });
        }
    }

    @Test
    void nestedVirtualThreadInheritsFromCreator() throws Exception {
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(inVirtualThread(() -> inVirtualThread(TelemetryContext::current)))
                    .isSameAs(A);
        }
    }

    @Test
    void virtualThreadInheritsContextOfBlock() throws Exception {
        assertThat(A.wrap(() -> inVirtualThread(TelemetryContext::current)).call())
                .isSameAs(A);
    }

    @Test
    void platformThreadsAndTheirChildrenDoNotInherit() throws Exception {
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(inPlatformThread(TelemetryContext::current)).isSameAs(TelemetryContext.empty());
            assertThat(inPlatformThread(() -> inVirtualThread(TelemetryContext::current)))
                    .isSameAs(TelemetryContext.empty());
            inPlatformThread(() -> {
                TelemetryContext.current();
                assertThat(CurrentContext.held())
                        .as("value that the JDK copied to the thread")
                        .isNull();
                return null;
            });
            inPlatformThread(() -> {
                TelemetryContext.builder()
                        .modelId("own")
                        .run(() ->
                                assertThat(TelemetryContext.current()).hasToString("TelemetryContext{model_id=own}"));
                assertThat(CurrentContext.held()).isNull();
                return null;
            });
        }
    }

    @Test
    void threadBuiltWithoutInheritanceHasNoContext() throws Exception {
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            FutureTask<TelemetryContext> task = new FutureTask<>(TelemetryContext::current);
            Thread.ofVirtual().inheritInheritableThreadLocals(false).start(task);
            assertThat(task.get()).isSameAs(TelemetryContext.empty());
        }
    }

    @Test
    void inheritedValuesAreJdkClasses() throws Exception {
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            inVirtualThread(() -> {
                A.toBuilder().modelId("inner").run(TelemetryContext::current);
                TelemetryContext.current().toStringMap();
                assertThat((Object[]) CurrentContext.held())
                        .allSatisfy(
                                part -> assertThat(part.getClass().getName()).startsWith("java.lang."));
                return null;
            });
        }
    }
}
