package io.github.telemetrycontext.testkit;

import java.io.File;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Loads this library again, uses it, and looks whether its class loader can be collected. */
final class ClassLoaderProbe {

    private static final String LIBRARY = "io.github.telemetrycontext.";
    private static final long WAIT_MILLIS = 50;
    private static final int ENOUGH_COLLECTIONS = 10;

    private ClassLoaderProbe() {}

    /**
     * Uses the library on a pooled thread and lets a virtual thread inherit a context. Both threads live on while the
     * class loader is looked for. As a control, a scope is left open on the pooled thread: that must keep the loader.
     */
    static void assertGoesButNotWithAnOpenScope(Class<?> test) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch end = new CountDownLatch(1);
        try {
            ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
            WeakReference<ClassLoader> used = use(test, pool, end, collected);
            if (!isCollected(collected, 20 * ENOUGH_COLLECTIONS)) {
                throw new AssertionError("After all scopes have closed, something still refers to the class loader "
                        + used.get() + " that loaded " + test.getName());
            }
            WeakReference<ClassLoader> leaked = leak(pool, collected);
            if (isCollected(collected, ENOUGH_COLLECTIONS)) {
                throw new AssertionError(
                        "The control is broken: a scope was left open on a living thread, and the class"
                                + " loader of the library is gone all the same, " + leaked);
            }
        } finally {
            end.countDown();
            pool.shutdownNow();
        }
    }

    private static WeakReference<ClassLoader> use(
            Class<?> test, ExecutorService pool, CountDownLatch end, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        URLClassLoader loader = new ChildFirst();
        Class<?> contract = loader.loadClass(ContextPropagationContract.class.getName());
        Class<?> copy = loader.loadClass(test.getName());
        pool.submit((Runnable) call(contract, "useOf", Class.class, copy)).get();
        if (VirtualThreads.EXIST) {
            Runnable inheriting = () -> startInheriting(end);
            pool.submit((Runnable) call(contract, "insideAScope", Runnable.class, inheriting))
                    .get();
        }
        return new WeakReference<>(loader, collected);
    }

    private static void startInheriting(CountDownLatch end) {
        try {
            VirtualThreads.start(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WeakReference<ClassLoader> leak(ExecutorService pool, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        URLClassLoader loader = new ChildFirst();
        Method leak =
                loader.loadClass(ContextPropagationContract.class.getName()).getDeclaredMethod("leak");
        leak.setAccessible(true);
        pool.submit((Runnable) leak.invoke(null)).get();
        return new WeakReference<>(loader, collected);
    }

    private static Object call(Class<?> contract, String name, Class<?> parameter, Object argument)
            throws ReflectiveOperationException {
        Method method = contract.getDeclaredMethod(name, parameter);
        method.setAccessible(true);
        return method.invoke(null, argument);
    }

    private static boolean isCollected(ReferenceQueue<ClassLoader> collected, int collections)
            throws InterruptedException {
        for (int i = 0; i < collections; i++) {
            System.gc();
            if (collected.remove(WAIT_MILLIS) != null) {
                return true;
            }
        }
        return false;
    }

    /** Has its own copy of the classes of this library and of the tests in its packages. */
    private static final class ChildFirst extends URLClassLoader {

        ChildFirst() {
            super(classPath(), ChildFirst.class.getClassLoader());
        }

        private static URL[] classPath() {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                try {
                    urls.add(new File(entry).toURI().toURL());
                } catch (MalformedURLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(LIBRARY)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
