package io.github.telemetrycontext.testkit;

import io.github.telemetrycontext.TelemetryContext;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Loads this library again, uses it, and checks that its class loader can be collected. */
final class ClassLoaderProbe {

    private static final String LIBRARY = "io.github.telemetrycontext.";
    private static final long DEADLINE_SECONDS = 30;

    private ClassLoaderProbe() {}

    /**
     * Uses the library on a pooled thread and lets a virtual thread inherit a context. Both threads still live when the
     * class loader is collected. As a control, an older class loader leaves a scope open on another pooled thread.
     * Garbage collection must keep that class loader.
     */
    static void assertCollectableUnlessScopeIsOpen(Class<?> test) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService controlPool = Executors.newSingleThreadExecutor();
        CountDownLatch end = new CountDownLatch(1);
        try {
            WeakReference<ClassLoader> leaked = leak(test, controlPool);
            WeakReference<ClassLoader> used = use(test, pool, end);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            do {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("The class loader of " + test.getName()
                            + " can't be collected after all scopes are closed: " + used.get()
                            + ". Find the reference to it, for example in a heap dump");
                }
                System.gc();
            } while (!used.refersTo(null));
            if (leaked.refersTo(null)) {
                throw new AssertionError(
                        "The control failed: a live thread has an open scope, but the class loader of the"
                                + " scope was collected");
            }
        } finally {
            end.countDown();
            pool.shutdownNow();
            controlPool.shutdownNow();
        }
    }

    private static WeakReference<ClassLoader> use(Class<?> test, ExecutorService pool, CountDownLatch end)
            throws Exception {
        URLClassLoader loader = new ChildFirst(test);
        Class<?> use = loader.loadClass(ProbedUse.class.getName());
        Class<?> copy = loader.loadClass(test.getName());
        pool.submit((Runnable) call(use.getDeclaredMethod("of", Class.class), copy))
                .get();
        if (VirtualThreads.EXIST) {
            Inheriting inheriting = new Inheriting((Runnable) call(use.getDeclaredMethod("assertInherited")), end);
            pool.submit((Runnable)
                            call(use.getDeclaredMethod("insideAScope", Runnable.class), (Runnable) inheriting::start))
                    .get();
            inheriting.checked.get();
        }
        return new WeakReference<>(loader);
    }

    /** A virtual thread that checks its inherited context once and then stays alive. */
    private static final class Inheriting implements Runnable {

        private final AtomicReference<@Nullable Runnable> check;
        private final CountDownLatch end;
        private final CompletableFuture<Boolean> checked = new CompletableFuture<>();

        Inheriting(Runnable check, CountDownLatch end) {
            this.check = new AtomicReference<>(check);
            this.end = end;
        }

        void start() {
            try {
                VirtualThreads.start(this);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void run() {
            look();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Runs the check in a separate method, so that the stack refers to nothing of the class loader afterwards. */
        private void look() {
            try {
                Objects.requireNonNull(check.getAndSet(null)).run();
                checked.complete(true);
            } catch (RuntimeException | AssertionError e) {
                checked.completeExceptionally(e);
            }
        }
    }

    private static WeakReference<ClassLoader> leak(Class<?> test, ExecutorService pool) throws Exception {
        URLClassLoader loader = new ChildFirst(test);
        Class<?> use = loader.loadClass(ProbedUse.class.getName());
        pool.submit((Runnable) call(use.getDeclaredMethod("leak"))).get();
        return new WeakReference<>(loader);
    }

    private static Object call(Method method, Object... arguments) throws Exception {
        method.setAccessible(true);
        try {
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException error) {
                throw error;
            }
            throw e;
        }
    }

    /** Loads its own copy of the classes of this library and of the package of the test. */
    private static final class ChildFirst extends URLClassLoader {

        private final String testPackage;

        ChildFirst(Class<?> test) {
            super(classPath(test), test.getClassLoader());
            testPackage = test.getPackageName() + ".";
        }

        private static URL[] classPath(Class<?> test) {
            Set<URI> places = new LinkedHashSet<>();
            for (Class<?> type : List.of(test, ContextPropagationContract.class, TelemetryContext.class)) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                if (source != null) {
                    places.add(URI.create(source.getLocation().toString()));
                }
            }
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                places.add(new File(entry).toURI());
            }
            return places.stream().map(ChildFirst::url).toArray(URL[]::new);
        }

        private static URL url(URI place) {
            try {
                return place.toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(LIBRARY) && !name.startsWith(testPackage)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
