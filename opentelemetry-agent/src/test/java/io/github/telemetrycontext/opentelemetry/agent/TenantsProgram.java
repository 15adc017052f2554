package io.github.telemetrycontext.opentelemetry.agent;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server with two applications, each with its own class loader. The argument is their classpath. Prints whether the
 * first application is unloaded after its end.
 */
final class TenantsProgram {

    private TenantsProgram() {}

    public static void main(String[] arguments) throws Exception {
        URLClassLoader b = loader(arguments[0]);
        WeakReference<ClassLoader> a = deployAndUndeploy(arguments[0], b);
        System.out.println("unloaded: " + isCollected(a));
        run(b, "b after a");
        run(loader(arguments[0]), "c");
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(String classPath, ClassLoader other) throws Exception {
        try (URLClassLoader loader = loader(classPath)) {
            run(loader, "a");
            run(other, "b");
            run(loader, "a again");
            return new WeakReference<>(loader);
        }
    }

    private static URLClassLoader loader(String classPath) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), TenantsProgram.class.getClassLoader());
    }

    private static void run(ClassLoader application, String name) throws Exception {
        application
                .loadClass("io.github.telemetrycontext.opentelemetry.agent.Tenant")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[] {name});
    }

    private static boolean isCollected(WeakReference<ClassLoader> application) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        do {
            System.gc();
        } while (!application.refersTo(null) && System.nanoTime() < deadline);
        return application.refersTo(null);
    }
}
