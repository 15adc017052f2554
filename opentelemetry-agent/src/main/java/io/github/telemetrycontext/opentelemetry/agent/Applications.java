package io.github.telemetrycontext.opentelemetry.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class loaders of this JVM that define a {@code TelemetryContext}. A server has one for each application. They are held weakly,
 * so that an application that is undeployed can be unloaded.
 */
final class Applications implements ClassFileTransformer {

    private static final String TYPE = "io.github.telemetrycontext.TelemetryContext";
    private static final String FILE = TYPE.replace('.', '/');

    /** Kept with the class of the application, and no longer than this. */
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

    /** Finds the class loaders of classes that exist already, and from then on of each class that is defined. */
    void observe(Instrumentation instrumentation) {
        instrumentation.addTransformer(this);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals(TYPE)) {
                add(loaded.getClassLoader());
            }
        }
    }

    /** Transforms nothing. The class does not exist yet, so that only its class loader can be noted. */
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

    /** Nothing else may be locked in here: the caller holds the lock of a class loader. */
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

    /** All that are known. Callers must not change the array. */
    Application[] known() {
        return known;
    }

    /** An application, by its class loader. */
    final class Application extends WeakReference<ClassLoader> {

        private volatile WeakReference<@Nullable ContextReader> reader = new WeakReference<>(null);

        private Application(ClassLoader loader) {
            super(loader);
        }

        /** The reader of its {@code TelemetryContext}, or null if there is none any more. */
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
                // The definition has failed. The class loader is noted again at its next attempt.
                clear();
                return null;
            }
        }
    }
}
