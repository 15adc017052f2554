package io.github.telemetrycontext.deployments;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs two applications in one JVM, as a servlet container does. Each has a class loader with a shared parent, and the
 * threads outlive both. Each application logs twice, in turns, and then stops logging. Finally prints how many of
 * their class loaders are collected.
 *
 * <p>Arguments: the shared classpath, the classpath of the applications, their main class, and the deadline in seconds
 * for the collection.
 */
final class TwoApplications {

    private TwoApplications() {}

    public static void main(String[] arguments) throws Exception {
        ClassLoader shared = loader(arguments[0], ClassLoader.getPlatformClassLoader());
        List<WeakReference<ClassLoader>> applications = run(shared, arguments);
        System.out.println(
                "collected " + collected(applications, Long.parseLong(arguments[3])) + " of " + applications.size());
    }

    private static List<WeakReference<ClassLoader>> run(ClassLoader shared, String[] arguments) throws Exception {
        List<WeakReference<ClassLoader>> applications = new ArrayList<>();
        URLClassLoader a = loader(arguments[1], shared);
        URLClassLoader b = loader(arguments[1], shared);
        for (String line : List.of("1", "2")) {
            log(a, arguments[2], "s-a" + line);
            log(b, arguments[2], "s-b" + line);
        }
        for (URLClassLoader application : List.of(a, b)) {
            end(application, arguments[2]);
            application.close();
            applications.add(new WeakReference<>(application));
        }
        return applications;
    }

    private static URLClassLoader loader(String classPath, ClassLoader parent) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }

    private static void log(ClassLoader application, String main, String session) throws Exception {
        inside(
                application,
                () -> application
                        .loadClass(main)
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) new String[] {session}));
    }

    private static void end(ClassLoader application, String main) throws Exception {
        inside(application, () -> application.loadClass(main).getMethod("end").invoke(null));
    }

    private interface Step {
        Object run() throws Exception;
    }

    private static void inside(ClassLoader application, Step step) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            step.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static long collected(List<WeakReference<ClassLoader>> applications, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long collected;
        do {
            System.gc();
            collected = applications.stream()
                    .filter(application -> application.refersTo(null))
                    .count();
        } while (collected < applications.size() && System.nanoTime() < deadline);
        return collected;
    }
}
