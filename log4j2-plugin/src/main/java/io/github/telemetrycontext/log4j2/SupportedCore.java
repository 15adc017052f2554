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
 * Reports once if telemetry-context-core is missing or has another version than this plugin.
 *
 * <p>Log4j can create all classes of this plugin without the core. None of their fields, parameters or initializers
 * needs a class of the core. Code that needs the core asks this class first.
 */
final class SupportedCore {

    static final String CORE = "io/github/telemetrycontext/TelemetryContext.class";
    private static final String PLUGIN = "io/github/telemetrycontext/log4j2/SupportedCore.class";

    private static final @Nullable String PROBLEM = report(find());

    private static final AtomicReference<@Nullable String> LATE_PROBLEM = new AtomicReference<>();

    private SupportedCore() {}

    /** Returns whether the core is usable. If not, the first call has reported it. */
    static boolean isSupported() {
        return PROBLEM == null;
    }

    /**
     * Returns the current context. Reports a missing class once.
     *
     * <p>{@link #find} does not call it, because Log4j may not have started then. With an invalid setting, the first
     * use of the current context logs a warning.
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

    /**
     * Returns why the core is not usable, as the beginning of a sentence, or null if it is usable. Log4j must have
     * started.
     */
    static @Nullable String problem() {
        if (PROBLEM != null) {
            return PROBLEM;
        }
        try {
            current();
        } catch (LinkageError e) {
            // current() has recorded the problem.
        }
        return LATE_PROBLEM.get();
    }

    /**
     * Uses each method that an event needs. A jar of another version lacks a class or a member, or mixes with the right
     * one.
     */
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
            // Not to Log4j's status log, which may not be initialized yet.
            System.err.println(
                    "ERROR telemetry-context-log4j2 is disabled: " + problem + ". "
                            + (jarsWith(CORE).isEmpty()
                                    ? "Add telemetry-context-core of the same version."
                                    : "Use one version of all telemetry-context jars, for example with telemetry-context-bom."));
        }
        return problem;
    }

    /** Returns the names of the jars that contain the file. A location that is not a jar is returned in full. */
    private static List<String> jarsWith(String file) {
        List<String> jars = new ArrayList<>();
        try {
            for (URL url : Collections.list(SupportedCore.class.getClassLoader().getResources(file))) {
                String location = url.toString().replaceFirst("!?/" + file + "$", "");
                jars.add(location.endsWith(".jar") ? location.substring(location.lastIndexOf('/') + 1) : location);
            }
        } catch (IOException e) {
            // The message then names no jar.
        }
        return jars;
    }
}
