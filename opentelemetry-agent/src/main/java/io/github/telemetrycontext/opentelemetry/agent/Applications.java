package io.github.telemetrycontext.opentelemetry.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class loaders of this JVM that define a {@code TelemetryContext}. A server has one for each application. The
 * references are weak, so that the JVM can unload an undeployed application.
 */
final class Applications implements ClassFileTransformer {

    private static final String TYPE = "io.github.telemetrycontext.TelemetryContext";
    private static final String FILE = TYPE.replace('.', '/');

    /** The readers live as long as the class of the application. */
    private final ClassValue<ContextReader> readers;

    private volatile Application[] known = {};

    Applications(AttributeNames names) {
        readers = new ClassValue<>() {
            @Override
            protected ContextReader computeValue(Class<?> type) {
                return ContextReader.of(type, names);
            }
        };
    }

    /** Finds the class loaders of existing classes, and of each class that is defined later. */
    void observe(Instrumentation instrumentation) {
        instrumentation.addTransformer(this);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals(TYPE)) {
                add(loaded.getClassLoader());
            }
        }
    }

    /** Transforms nothing. Only records the class loader, because the class does not exist yet. */
    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] file) {
        if (FILE.equals(className)) {
            add(loader);
        }
        return null;
    }

    /** Must not take another lock: the caller holds the lock of a class loader. */
    private synchronized void add(@Nullable ClassLoader loader) {
        if (loader == null) {
            return;
        }
        List<Application> applications = new ArrayList<>();
        for (Application application : known) {
            ClassLoader other = application.get();
            if (other == loader) {
                return;
            }
            if (other != null) {
                applications.add(application);
            }
        }
        applications.add(new Application(loader));
        known = applications.toArray(Application[]::new);
    }

    /** Returns all known applications. Callers must not change the array. */
    Application[] known() {
        return known;
    }

    /** An application, by its class loader. */
    final class Application extends WeakReference<ClassLoader> {

        private volatile WeakReference<@Nullable ContextReader> reader = new WeakReference<>(null);

        private Application(ClassLoader loader) {
            super(loader);
        }

        /** Returns the reader of its {@code TelemetryContext}, or null if the class is gone. */
        @Nullable ContextReader reader() {
            ContextReader found = reader.get();
            return found != null ? found : find();
        }

        private @Nullable ContextReader find() {
            ClassLoader loader = get();
            if (loader == null) {
                return null;
            }
            try {
                ContextReader found = readers.get(Class.forName(TYPE, false, loader));
                reader = new WeakReference<>(found);
                return found;
            } catch (ClassNotFoundException | LinkageError e) {
                // The definition has failed. The next attempt records the class loader again.
                clear();
                return null;
            }
        }
    }
}
