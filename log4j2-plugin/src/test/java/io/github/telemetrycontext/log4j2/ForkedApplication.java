package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import java.util.ServiceLoader;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.util.ContextDataProvider;

/** A small program that logs, for tests in separate JVMs. */
@SuppressWarnings("try") // the scope is only closed
final class ForkedApplication {

    static {
        // Before Log4j starts, because the injectors look for providers once.
        if (Boolean.getBoolean("test.failingProvider")) {
            ThreadContextDataInjector.contextDataProviders.add(() -> {
                throw new IllegalStateException("on purpose");
            });
        }
    }

    private static final Logger LOG = LogManager.getLogger("app");

    private ForkedApplication() {}

    public static void main(String[] arguments) {
        if (Boolean.getBoolean("test.printProviders")) {
            printProviders();
        }
        LOG.info("outside");
        try (var scope = TelemetryContext.with()
                .sessionId("s-1")
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .open()) {
            LOG.info("inside");
            LOG.debug("detail");
            ThreadContext.put("session_id", "theirs");
            LOG.info("both");
            LOG.debug("detail");
            ThreadContext.remove("session_id");
        }
        LOG.info("after");
    }

    /** Prints the providers in the order in which Log4j finds them. */
    private static void printProviders() {
        ClassLoader loader = ContextDataProvider.class.getClassLoader();
        System.out.println("providers "
                + ServiceLoader.load(ContextDataProvider.class, loader).stream()
                        .map(provider -> provider.type().getName())
                        .toList());
    }
}
