package io.github.telemetrycontext.testkit;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.OpenScopes.Opening;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
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
 * that is open since {@code @BeforeAll} must be open still. Scopes that other threads opened during the test are given two seconds to
 * close. When tests run in parallel ({@code junit.jupiter.execution.parallel.enabled}) only the test's own thread is
 * looked at, since nobody knows to which test the others belong.
 *
 * <p>Leftovers on the test's thread are closed after they have been reported, so that they fail no other test.
 */
public final class TelemetryContextExtension
        implements TestInstancePreConstructCallback, BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(TelemetryContextExtension.class);
    private static final long PATIENCE_SECONDS = 2;

    /** What was there before the test. */
    private record Before(Set<Opening> open, TelemetryContext context) {}

    /** For JUnit. */
    public TelemetryContextExtension() {}

    /**
     * Where the instance is that of one test, that test begins with its construction.
     *
     * @param context the class of the test
     * @return always the scope of the test
     */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext context) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /**
     * Notes what is there before the test's instance, unless it is one for all tests of the class.
     *
     * @param factory not used
     * @param context the test
     */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        if (!isOneForAllTests(context)) {
            note(context);
        }
    }

    /**
     * Notes what is there before the test, unless that has been done before the construction of its instance.
     *
     * @param context the test
     */
    @Override
    public void beforeEach(ExtensionContext context) {
        note(context);
    }

    private static boolean isOneForAllTests(ExtensionContext context) {
        return context.getTestInstanceLifecycle()
                .filter(TestInstance.Lifecycle.PER_CLASS::equals)
                .isPresent();
    }

    /** The first call counts: an instance of an inner class is made after one of the outer class. */
    private static void note(ExtensionContext context) {
        context.getStore(NAMESPACE)
                .computeIfAbsent(
                        Before.class,
                        key -> new Before(new HashSet<>(OpenScopes.latestFirst()), TelemetryContext.current()));
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
        Before before = Objects.requireNonNull(context.getStore(NAMESPACE).get(Before.class, Before.class));
        Thread here = Thread.currentThread();
        boolean parallel = context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                .map(Boolean::parseBoolean)
                .orElse(false);
        boolean anyHere = OpenScopes.latestFirst().stream()
                .anyMatch(opening -> opening.thread == here && !before.open.contains(opening));
        // What this thread left open nobody will close any more.
        long patience = anyHere ? 0 : TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<Opening> left = OpenScopes.stillOpen(
                opening -> !before.open.contains(opening) && (!parallel || opening.thread == here),
                System.nanoTime() + patience);
        for (Opening opening : left) {
            if (opening.thread == here) {
                opening.scope.close();
            }
            OpenScopes.forget(opening);
        }
        if (!left.isEmpty()) {
            throw leftOpen(left);
        }
        if (!TelemetryContext.current().equals(before.context)) {
            throw new AssertionError("The test found " + before.context + " as the current context and left "
                    + TelemetryContext.current() + ": it closed a scope that it had not opened");
        }
    }

    private static AssertionError leftOpen(Collection<Opening> left) {
        String what = left.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        AssertionError error = new AssertionError(
                "The test left " + (left.size() == 1 ? "a scope" : left.size() + " scopes") + " open: " + what
                        + ". Close each in the block that opened it, best by try-with-resources",
                left.iterator().next());
        left.stream().skip(1).forEach(error::addSuppressed);
        return error;
    }
}
