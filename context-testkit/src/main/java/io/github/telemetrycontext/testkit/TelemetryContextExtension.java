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
 * Fails a test that leaves a scope open or another context behind than it found, with the stack trace of the code that
 * opened the scope.
 *
 * <pre>{@code @ExtendWith(TelemetryContextExtension.class)
 * class MyTest {}
 * }</pre>
 *
 * <p>With {@code junit.jupiter.extensions.autodetection.enabled=true} it is there for every test without being named.
 *
 * <p>A scope may be opened in the constructor of the test or in {@code @BeforeEach} and closed in {@code @AfterEach}; one
 * that is open since {@code @BeforeAll} must be closed in {@code @AfterAll}, otherwise the class fails. Scopes that other
 * threads opened meanwhile are given two seconds to close. When tests run in parallel ({@code
 * junit.jupiter.execution.parallel.enabled}) only the test's own thread is looked at, since nobody knows to which test
 * the others belong.
 *
 * <p>Leftovers on the test's thread are closed after they have been reported, so that they fail no other test.
 */
public final class TelemetryContextExtension
        implements BeforeAllCallback,
                TestInstancePreConstructCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(TelemetryContextExtension.class);
    private static final long PATIENCE_SECONDS = 2;

    /**
     * What was there before the instance of the next test on this thread. JUnit before 5.12 does not say for which test it
     * makes an instance, but constructs it on the thread of that test, right before it.
     */
    private static final ThreadLocal<@Nullable Before> CONSTRUCTION = new ThreadLocal<>();

    /** What was there before the test. */
    private record Before(Set<Opening> open, TelemetryContext context) {

        static Before now() {
            if (!OpenScopes.hearsOfScopes()) {
                throw new IllegalStateException(
                        "The core does not tell the test kit of scopes: put both on the same class"
                                + " path, or the test kit where the class loader of the core sees it");
            }
            return new Before(new HashSet<>(OpenScopes.latestFirst()), TelemetryContext.current());
        }
    }

    /** For JUnit. */
    public TelemetryContextExtension() {}

    /**
     * Notes what is there before the tests of a class.
     *
     * @param context the class
     * @throws IllegalStateException if the core does not tell this class of scopes, because its class loader can't see it
     */
    @Override
    public void beforeAll(ExtensionContext context) {
        CONSTRUCTION.remove();
        note(context, Before.now());
    }

    /**
     * Notes what is there before the test's instance, unless it is one for all tests of the class.
     *
     * @param factory says which instance
     * @param context the test, or its class
     */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        boolean oneForAllTests = context.getTestInstanceLifecycle()
                .filter(TestInstance.Lifecycle.PER_CLASS::equals)
                .isPresent();
        // An instance of an inner class is made after one of the outer class: the first one counts.
        boolean first = factory.getOuterInstance().isEmpty() || CONSTRUCTION.get() == null;
        if (first && !oneForAllTests) {
            CONSTRUCTION.set(Before.now());
        }
    }

    /**
     * Notes what is there before the test, which is what was there before its instance, if it has one of its own.
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
     * Compares with what is there after the test.
     *
     * @param context the test
     * @throws AssertionError if a scope is left open, or the current context is another one
     * @throws InterruptedException if interrupted while other threads are given the time to close theirs
     */
    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        compare(context, "The test");
    }

    /**
     * Compares with what is there after all tests of a class.
     *
     * @param context the class
     * @throws AssertionError if a scope is left open, or the current context is another one
     * @throws InterruptedException if interrupted while other threads are given the time to close theirs
     */
    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        compare(context, "The tests of " + context.getDisplayName());
    }

    /** Not by {@code computeIfAbsent}, which JUnit has since 6.0 and which replaces a method that is deprecated since then. */
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
        // What this thread left open nobody will close any more.
        left.addAll(OpenScopes.stillOpen(
                opening -> opening.thread == here && !before.open.contains(opening), System.nanoTime()));
        if (!parallel) {
            left.addAll(OpenScopes.stillOpen(
                    opening -> opening.thread != here && !before.open.contains(opening),
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)));
        }
        if (!left.isEmpty()) {
            AssertionError error = leftOpen(who, left);
            cleanUp(left, error);
            throw error;
        }
        if (!TelemetryContext.current().equals(before.context)) {
            throw new AssertionError(who + " found " + before.context + " as the current context and left "
                    + TelemetryContext.current() + ": it closed a scope that it had not opened");
        }
    }

    private static AssertionError leftOpen(String who, Collection<Opening> left) {
        String what = left.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        AssertionError error = new AssertionError(
                who + " left " + (left.size() == 1 ? "a scope" : left.size() + " scopes") + " open: " + what
                        + ". Close each in the block that opened it, best by try-with-resources",
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
                    // Strict mode, if the block around the scope has ended before.
                    error.addSuppressed(e);
                }
            }
        }
    }
}
