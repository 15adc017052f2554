package io.github.telemetrycontext;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Loads the services of plugins with the class loader of the core. */
final class Services {

    /** A limit that no real classpath reaches. */
    private static final int FAILURES_BEFORE_GIVING_UP = 100;

    private Services() {}

    /** Skips and logs services that can't be loaded. */
    static <T> List<T> load(Class<T> type, String loss) {
        List<T> loaded = new ArrayList<>();
        Iterator<T> services = ServiceLoader.load(type, type.getClassLoader()).iterator();
        for (int failures = 0; failures < FAILURES_BEFORE_GIVING_UP; ) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                loaded.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                CoreLog.log(
                        System.Logger.Level.WARNING,
                        loss + ", because it can't be loaded. Remove or update its jar.",
                        e);
            }
        }
        return loaded;
    }
}
