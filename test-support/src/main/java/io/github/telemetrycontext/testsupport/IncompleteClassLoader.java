package io.github.telemetrycontext.testsupport;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The class loader of an application that lacks some classes. */
public final class IncompleteClassLoader extends URLClassLoader {

    private final Predicate<String> missing;

    /** Creates a class loader of the classpath of the tests. */
    public IncompleteClassLoader(Predicate<String> missing) throws MalformedURLException {
        this(ForkedJvm.classPathOfTests(), missing);
    }

    /** Creates a class loader of a classpath, without the classes whose names match. */
    public IncompleteClassLoader(List<Path> classPath, Predicate<String> missing) throws MalformedURLException {
        super(urls(classPath), ClassLoader.getPlatformClassLoader());
        this.missing = missing;
    }

    private static URL[] urls(List<Path> classPath) throws MalformedURLException {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = classPath.get(i).toUri().toURL();
        }
        return urls;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (missing.test(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.findClass(name);
    }

    /**
     * Runs a program of the classpath in this class loader.
     *
     * @param program a public class with a public constructor
     * @return the result of the program, whose class belongs to the JDK
     */
    public Object call(Class<? extends Callable<?>> program) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return ((Callable<?>) loadClass(program.getName()).getConstructor().newInstance()).call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
