package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every stage method of the interface, found by reflection. */
class FutureStagesTest extends AttachersAndCompleters {

    /** Returns all methods that attach a stage, including those of later JDKs. */
    static Stream<Method> stages() {
        return Stream.of(CompletionStage.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("toCompletableFuture"))
                // The JVM returns methods in any order, but reports identify a test by its index.
                .sorted(Comparator.comparing(Method::toString));
    }

    @Test
    void findsAllKnownStageMethods() {
        assertThat(stages()).hasSizeGreaterThanOrEqualTo(42);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void runsStageOfPendingFutureUnderAttachersContext(Method stage) throws Exception {
        completedByThePool(new CompletableFuture<>(), stage);
        assertThat(seen).hasSize(1).doesNotContain(ATTACHER);
        seen.clear();

        completedByThePool(new TelemetryFuture<>(), stage);
        assertThat(seen).containsExactly(ATTACHER);
    }

    private void completedByThePool(CompletableFuture<String> future, Method stage) throws Exception {
        CompletionStage<?> attached = ATTACHER.wrap(() -> attach(future, stage)).call();
        pool.submit(COMPLETER.wrap(() -> {
                    complete(future, stage);
                    // The stage may have run on this thread. If so, it must have restored this context.
                    assertThat(TelemetryContext.current()).isSameAs(COMPLETER);
                }))
                .get();
        attached.toCompletableFuture().join();
        assertThat(attached.getClass()).isEqualTo(future.getClass());
    }

    @ParameterizedTest
    @MethodSource("stages")
    void runsStageOfCompletedFutureUnderAttachersContext(Method stage) throws Exception {
        if (stage.getName().contains("Async")) {
            completedBefore(new CompletableFuture<>(), stage);
            assertThat(seen).hasSize(1).doesNotContain(ATTACHER);
            seen.clear();
        }
        completedBefore(new TelemetryFuture<>(), stage);
        assertThat(seen).containsExactly(ATTACHER);
    }

    private void completedBefore(CompletableFuture<String> future, Method stage) throws Exception {
        complete(future, stage);
        CompletionStage<?> attached = ATTACHER.wrap(() -> attach(future, stage)).call();
        attached.toCompletableFuture().join();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void stageFailsLikeStageOfPlainFuture(Method stage) throws Exception {
        RuntimeException failure = new IllegalStateException("from the source");
        assertThat(outcome(new TelemetryFuture<>(), stage, failure))
                .isEqualTo(outcome(new CompletableFuture<>(), stage, failure));
    }

    /** Returns the result and the exception of the stage after its source has failed. */
    private String outcome(CompletableFuture<String> source, Method stage, RuntimeException failure) throws Exception {
        CompletionStage<?> attached = attach(source, stage);
        source.completeExceptionally(failure);
        return attached.handle((value, thrown) -> value + ", " + thrown)
                .toCompletableFuture()
                .get();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void runsStageOfMinimalStageUnderAttachersContext(Method stage) throws Exception {
        TelemetryFuture<String> future = new TelemetryFuture<>();
        CompletionStage<?> attached = ATTACHER.wrap(() -> attach(future.minimalCompletionStage(), stage))
                .call();
        pool.submit(() -> complete(future, stage)).get();
        attached.toCompletableFuture().join();

        assertThat(seen).containsExactly(ATTACHER);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void propagatesContextToChainedStage(Method stage) throws Exception {
        TelemetryFuture<String> future = new TelemetryFuture<>();
        CompletionStage<?> last = ATTACHER.wrap(() -> {
                    CompletionStage<?> first = attach(future, stage);
                    seen.add(COMPLETER);
                    return first.thenRun(() -> seen.add(TelemetryContext.current()));
                })
                .call();
        pool.submit(() -> complete(future, stage)).get();
        last.toCompletableFuture().join();

        assertThat(seen).containsExactly(COMPLETER, ATTACHER, ATTACHER);
    }

    @ParameterizedTest
    @MethodSource("stages")
    @SuppressWarnings("NullAway") // tests null arguments
    void namesNullArgument(Method stage) throws Exception {
        for (int i = 0; i < stage.getParameterCount(); i++) {
            Object[] arguments = arguments(stage);
            arguments[i] = null;
            assertThatThrownBy(() -> stage.invoke(new TelemetryFuture<>(), arguments))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(nameOf(stage.getParameterTypes()[i]));
        }
    }

    private static String nameOf(Class<?> parameter) {
        if (parameter == Function.class || parameter == BiFunction.class) {
            return "fn";
        }
        return parameter == Executor.class ? "executor" : parameter == CompletionStage.class ? "other" : "action";
    }

    private CompletionStage<?> attach(CompletionStage<String> to, Method stage) throws Exception {
        return (CompletionStage<?>) stage.invoke(to, arguments(stage));
    }

    private Object[] arguments(Method stage) {
        Object result = stage.getName().contains("Compose") ? CompletableFuture.completedFuture("done") : "done";
        return Stream.of(stage.getParameterTypes())
                .<Object>map(type -> {
                    if (type == Function.class) {
                        return (Function<Object, Object>) argument -> recorded(result);
                    } else if (type == BiFunction.class) {
                        return (BiFunction<Object, Object, Object>) (first, second) -> recorded(result);
                    } else if (type == Consumer.class) {
                        return (Consumer<Object>) argument -> recorded(result);
                    } else if (type == BiConsumer.class) {
                        return (BiConsumer<Object, Object>) (first, second) -> recorded(result);
                    } else if (type == Runnable.class) {
                        return (Runnable) () -> recorded(result);
                    } else if (type == Executor.class) {
                        return pool;
                    }
                    assertThat(type).isEqualTo(CompletionStage.class);
                    return stage.getName().contains("Either")
                            ? new CompletableFuture<>()
                            : CompletableFuture.completedFuture("other");
                })
                .toArray();
    }

    private Object recorded(Object result) {
        seen.add(TelemetryContext.current());
        return result;
    }

    private static void complete(CompletableFuture<String> future, Method stage) {
        if (stage.getName().startsWith("exceptionally")) {
            future.completeExceptionally(new IllegalStateException("on purpose"));
        } else {
            future.complete("value");
        }
    }
}
