package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.InboundText;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells, once, that telemetry-context-core is missing or is not of the version of this plugin. Everything that Log4j creates
 * works without the core: no field, parameter or initializer there needs a class of it, and what does need one asks here first.
 */
final class SupportedCore {

    static final String CORE = "io/github/telemetrycontext/TelemetryContext.class";
    private static final String PLUGIN = "io/github/telemetrycontext/log4j2/SupportedCore.class";

    private static final @Nullable String PROBLEM = report(find());

    private static final AtomicReference<@Nullable String> LATE_PROBLEM = new AtomicReference<>();

    private SupportedCore() {}

    /** Whether the core can be used. If it can't, the first call has said so. */
    static boolean isSupported() {
        return PROBLEM == null;
    }

    /**
     * The current context. It is not tried out beforehand: where a setting is wrong, its first use logs a warning, for which
     * Log4j must have started. A class that is missing for it is reported here, once.
     */
    static TelemetryContext current() {
        try {
            return TelemetryContext.current();
        } catch (LinkageError e) {
            if (LATE_PROBLEM.get() == null && LATE_PROBLEM.compareAndSet(null, mismatch(e))) {
                report(LATE_PROBLEM.get());
            }
            throw e;
        }
    }

    /** Why the core can't be used, as the beginning of a sentence, or null if it can. Log4j must have started. */
    static @Nullable String problem() {
        if (PROBLEM != null) {
            return PROBLEM;
        }
        try {
            current();
        } catch (LinkageError e) {
            // It is noted.
        }
        return LATE_PROBLEM.get();
    }

    /** Uses what an event needs. A jar of another version lacks a class or a member, or mixes with the right one. */
    private static @Nullable String find() {
        try {
            TelemetryContext context =
                    TelemetryContext.builder().sessionId("any").build();
            context.toStringMap();
            ContextFields.of(context);
            InboundText.isInteger("1");
            return null;
        } catch (RuntimeException | LinkageError e) {
            return mismatch(e);
        }
    }

    private static String mismatch(Throwable e) {
        List<String> jars = jarsWith(CORE);
        return jars.isEmpty()
                ? "telemetry-context-core is missing from the classpath"
                : String.join(" and ", jars) + (jars.size() == 1 ? " does" : " do") + " not match "
                        + String.join(" and ", jarsWith(PLUGIN)) + " (" + e + ")";
    }

    private static @Nullable String report(@Nullable String problem) {
        if (problem != null) {
            // As SupportedLog4j does: Log4j's status log may be just in the making.
            System.err.println(
                    "ERROR telemetry-context-log4j2 is disabled: " + problem + ". "
                            + (jarsWith(CORE).isEmpty()
                                    ? "Add telemetry-context-core of the same version."
                                    : "Use one version of all telemetry-context jars, for example with telemetry-context-bom."));
        }
        return problem;
    }

    /** The names of the jars that have the file, or the whole locations where these are no jars. */
    private static List<String> jarsWith(String file) {
        List<String> jars = new ArrayList<>();
        try {
            for (URL url : Collections.list(SupportedCore.class.getClassLoader().getResources(file))) {
                String location = url.toString().replaceFirst("!?/" + file + "$", "");
                jars.add(location.endsWith(".jar") ? location.substring(location.lastIndexOf('/') + 1) : location);
            }
        } catch (IOException e) {
            // Then the message has no names.
        }
        return jars;
    }
}
