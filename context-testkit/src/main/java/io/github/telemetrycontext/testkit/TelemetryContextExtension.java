package io.github.telemetrycontext.testkit;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.OpenScopes.Opening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Fails a test that leaves a scope open or changes the current context. For an open scope, the failure has the stack
 * trace of the code that opened the scope.
 *
 * <pre>{@code @ExtendWith(TelemetryContextExtension.class)
 * class MyTest {}
 * }</pre>
 *
 * <p>With {@code junit.jupiter.extensions.autodetection.enabled=true}, JUnit applies the extension to every test.
 *
 * <p>A scope that is opened in the constructor of the test or in {@code @BeforeEach} can be closed in
 * {@code @AfterEach}. A scope that is opened in {@code @BeforeAll} must be closed in {@code @AfterAll}, otherwise the
 * class fails.
 *
 * <p>Scopes that other threads opened during the test have two seconds to close. If tests run in parallel ({@code
 * junit.jupiter.execution.parallel.enabled}), the extension checks only the thread of the test, because other threads
 * can't be assigned to a test.
 *
 * <p>Open scopes on the thread of the test are closed after they are reported, so that they don't fail other tests.
 */
public final class TelemetryContextExtension
        implements BeforeAllCallback,
                TestInstancePreConstructCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(TelemetryContextExtension.class);
    private static final long WAIT_SECONDS = 2;

    /**
     * The state before JUnit constructs the instance of the next test on this thread. JUnit before 5.12 does not name
     * the test, but constructs its instance on the thread of that test, right before the test.
     */
    private static final ThreadLocal<@Nullable Before> CONSTRUCTION = new ThreadLocal<>();

    /** The open scopes and the current context before a test. */
    private record Before(Set<Opening> open, TelemetryContext context) {

        static Before now() {
            if (!OpenScopes.isInstalled()) {
                throw new IllegalStateException(
                        "The core does not report scopes, because its class loader can't find the test kit."
                                + " Put telemetry-context-core and telemetry-context-testkit on the same classpath");
            }
            return new Before(new HashSet<>(OpenScopes.latestFirst()), TelemetryContext.current());
        }
    }

    /** Creates the extension. Called by JUnit. */
    public TelemetryContextExtension() {}

    /**
     * Records the state before the tests of a class.
     *
     * @param context the class
     * @throws IllegalStateException if the core does not report scopes to the test kit, because its class loader can't
     *     see the test kit
     */
    @Override
    public void beforeAll(ExtensionContext context) {
        CONSTRUCTION.remove();
        note(context, Before.now());
    }

    /**
     * Records the state before JUnit constructs the test instance, unless one instance serves all tests of the class.
     *
     * @param factory describes the instance
     * @param context the test, or its class
     */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        boolean oneForAllTests = context.getTestInstanceLifecycle()
                .filter(TestInstance.Lifecycle.PER_CLASS::equals)
                .isPresent();
        // JUnit constructs an instance of an outer class before one of its inner class. The first construction counts.
        boolean first = factory.getOuterInstance().isEmpty() || CONSTRUCTION.get() == null;
        if (first && !oneForAllTests) {
            CONSTRUCTION.set(Before.now());
        }
    }

    /**
     * Records the state before the test. If the test has its own instance, this is the state before its construction.
     *
     * @param context the test
     */
    @Override
    public void beforeEach(ExtensionContext context) {
        Before constructed = CONSTRUCTION.get();
        CONSTRUCTION.remove();
        note(context, constructed != null ? constructed : Before.now());
    }

    /**
     * Compares the state after the test with the recorded state.
     *
     * @param context the test
     * @throws AssertionError if a scope is left open, or the current context has changed
     * @throws InterruptedException if interrupted while waiting for scopes of other threads to close
     */
    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        compare(context, "The test");
    }

    /**
     * Compares the state after all tests of a class with the recorded state.
     *
     * @param context the class
     * @throws AssertionError if a scope is left open, or the current context has changed
     * @throws InterruptedException if interrupted while waiting for scopes of other threads to close
     */
    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        compare(context, "The tests of " + context.getDisplayName());
    }

    /**
     * Does not use {@code computeIfAbsent}: it exists only since JUnit 6.0, which deprecates the method that it
     * replaces.
     */
    private static void note(ExtensionContext context, Before before) {
        Store store = context.getStore(NAMESPACE);
        if (store.get(context.getUniqueId()) == null) {
            store.put(context.getUniqueId(), before);
        }
    }

    private static void compare(ExtensionContext context, String who) throws InterruptedException {
        @Nullable Before before = context.getStore(NAMESPACE).get(context.getUniqueId(), Before.class);
        if (before == null) {
            return;
        }
        Thread here = Thread.currentThread();
        boolean parallel = context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                .map(Boolean::parseBoolean)
                .orElse(false);
        List<Opening> left = new ArrayList<>();
        // No code will close the scopes that this thread left open, so do not wait.
        left.addAll(OpenScopes.stillOpen(
                opening -> opening.thread == here && !before.open.contains(opening), System.nanoTime()));
        if (!parallel) {
            left.addAll(OpenScopes.stillOpen(
                    opening -> opening.thread != here && !before.open.contains(opening),
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS)));
        }
        if (!left.isEmpty()) {
            AssertionError error = leftOpen(who, left);
            cleanUp(left, error);
            throw error;
        }
        if (!TelemetryContext.current().equals(before.context)) {
            throw new AssertionError(who + " closed a scope that it did not open. The current context was "
                    + before.context + " before and is " + TelemetryContext.current()
                    + " now. Close a scope only in the block that opened it");
        }
    }

    private static AssertionError leftOpen(String who, Collection<Opening> left) {
        String what = left.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        AssertionError error = new AssertionError(
                who + " left " + (left.size() == 1 ? "a scope" : left.size() + " scopes") + " open: " + what
                        + ". Close each scope in the block that opened it, preferably with try-with-resources",
                left.iterator().next());
        left.stream().skip(1).forEach(error::addSuppressed);
        return error;
    }

    private static void cleanUp(Collection<Opening> left, AssertionError error) {
        for (Opening opening : left) {
            OpenScopes.forget(opening);
            if (opening.thread == Thread.currentThread()) {
                try {
                    opening.scope.close();
                } catch (RuntimeException e) {
                    // Strict mode throws if the block around the scope has ended before.
                    error.addSuppressed(e);
                }
            }
        }
    }
}
