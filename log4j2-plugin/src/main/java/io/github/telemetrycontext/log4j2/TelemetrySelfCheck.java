package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.apache.logging.log4j.core.impl.ContextDataInjectorFactory;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.core.impl.ReusableLogEventFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.PropertiesUtil;
import org.apache.logging.log4j.util.PropertySource;

/**
 * Tells whether the fields reach the lines of the running configuration, and if not, what keeps them away. Names the
 * provider, the injector and the resolver in use, has Log4j make one event inside a scope, and shows for each appender
 * what its layout makes of that event: which fields, and whether the iteration is a number.
 *
 * <p>Nothing is logged: the event goes to the layouts, not to the appenders. So nothing can be said of an appender
 * without a layout, such as one that writes columns of a database; that is noted and is no problem. What a rewriting
 * appender does to events is not seen either, nor a route that has not been used yet. What numbers events, such as {@code
 * %sn}, counts this one too.
 *
 * <p>May be called at any time and on any thread, on which an event is then made; it takes milliseconds.
 */
public final class TelemetrySelfCheck {

    private static final String PROVIDER_FILE = "META-INF/services/" + ContextDataProvider.class.getName();
    private static final String SOURCE_FILE = "META-INF/services/" + PropertySource.class.getName();
    static final String PLUGIN_FILE = "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";
    static final String MERGE = "; where jars are made into one, merge it as the section Uber-jars of README.md"
            + " shows, or take the jars as they are";

    private final LoggerContext context;
    private final Configuration configuration;
    private final SelfCheckReport.Builder report;

    private TelemetrySelfCheck(LoggerContext context) {
        this.context = context;
        this.configuration = context.getConfiguration();
        this.report = SelfCheckReport.of(version() + ", configuration " + name(configuration));
    }

    /**
     * Prints the report of {@link #check(String...)} to standard output and ends the JVM, with 0 if all is well and with 1
     * otherwise. Without telemetry-context-core or log4j-core it is the JVM that says so, since it can't load this class.
     *
     * @param appenders as there
     */
    public static void main(String[] appenders) {
        System.exit(print(System.out, appenders) ? 0 : 1);
    }

    /**
     * Prints the report of {@link #check(String...)}. Tells also of jars that are missing for the check itself.
     *
     * @param out where to print to
     * @param appenders as there
     * @return whether there is no problem
     */
    public static boolean print(PrintStream out, String... appenders) {
        try {
            SelfCheckReport found = check(appenders);
            out.println(found);
            return found.isOk();
        } catch (LinkageError e) {
            out.println("PROBLEM  " + e);
            out.println(
                    "         remedy: put telemetry-context-core, of the same version as telemetry-context-log4j2, and"
                            + " log4j-core 2.20 or later on the class path");
            return false;
        }
    }

    /**
     * Checks the configuration that is in use for the class loader of this class.
     *
     * @param appenders the names of those that must write fields; none for all
     * @return what was found
     */
    public static SelfCheckReport check(String... appenders) {
        Object context = LogManager.getContext(false);
        if (context instanceof LoggerContext core) {
            return check(core, appenders);
        }
        return SelfCheckReport.of("Log4j")
                .problem(
                        "Log4j's API does not log to log4j-core but to "
                                + context.getClass().getName(),
                        "put log4j-core on the class path and take bridges such as log4j-to-slf4j from it; if it is"
                                + " Logback that logs, use telemetry-context-logback")
                .build();
    }

    /**
     * Checks a configuration.
     *
     * @param context whose configuration is checked, as it is now
     * @param appenders the names of those that must write fields; none for all
     * @return what was found
     */
    public static SelfCheckReport check(LoggerContext context, String... appenders) {
        List<String> wanted = List.of(appenders);
        TelemetrySelfCheck check = new TelemetrySelfCheck(Objects.requireNonNull(context, "context"));
        boolean provided = check.provider();
        ContextDataInjector injector = ContextDataInjectorFactory.createInjector();
        check.injector(injector);
        check.plugins();
        LogEvent probe;
        try {
            probe = check.probe();
        } catch (RuntimeException | LinkageError e) {
            check.report.problem(
                    "event: Log4j could not make one, and so loses those of the application, because of " + e,
                    "mend or remove what the stack trace of this error names, a ContextDataProvider or the "
                            + injector.getClass().getName());
            return check.report.build();
        }
        if (check.report.hasFields(probe.getContextData()::getValue, "ThreadContext or the configuration")) {
            new CheckedAppenders(check.configuration, check.report).check(probe, wanted);
        } else {
            if (provided) {
                check.lost(probe, injector);
            }
            check.report.note("appenders: not checked, since the event has no fields to write");
        }
        return check.report.build();
    }

    private static String version() {
        String version = LoggerContext.class.getPackage().getImplementationVersion();
        return version == null ? "Log4j" : "Log4j " + version;
    }

    /** Without a name of its own a configuration has its place as its name. */
    private static String name(Configuration configuration) {
        String name = String.valueOf(configuration.getName());
        String location = configuration.getConfigurationSource().getLocation();
        return location == null || location.equals(name) ? name : name + " from " + location;
    }

    private boolean provider() {
        Class<?> ours = TelemetryContextDataProvider.class;
        ClassLoader log4j = ThreadContextDataInjector.class.getClassLoader();
        List<? extends Class<?>> registered = Arrays.stream(TelemetryContextDataInjector.registeredProviders())
                .map(Object::getClass)
                .toList();
        if (registered.contains(ours)) {
            report.ok("provider: " + ours.getSimpleName());
            return true;
        }
        for (Class<?> other : registered) {
            if (other.getName().equals(ours.getName())) {
                report.problem(
                        "provider: that of another class loader, " + other.getClassLoader()
                                + ", which does not know the scopes of this one, " + ours.getClassLoader(),
                        "keep the jars of telemetry-context in one place only, beside log4j-core");
                return false;
            }
        }
        if (isVisible(ours, log4j)) {
            report.problem(
                    "provider: Log4j does not find it, because no file " + PROVIDER_FILE + " names it",
                    "restore that file" + MERGE);
        } else {
            report.problem(
                    "provider: Log4j's class loader, " + log4j
                            + ", does not see telemetry-context-log4j2, which belongs to " + ours.getClassLoader(),
                    "put log4j-core, telemetry-context-core and telemetry-context-log4j2 side by side, all into the"
                            + " application or all into the shared folder");
        }
        return false;
    }

    private static boolean isVisible(Class<?> type, ClassLoader loader) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private void injector(ContextDataInjector active) {
        if (active instanceof TelemetryContextDataInjector) {
            report.ok("injector: " + active.getClass().getSimpleName());
        } else if (isForeign(active)) {
            report.note("injector: " + active.getClass().getName() + ", set by log4j2.contextDataInjector");
        } else if (new TelemetryContextPropertySource().containsProperty(TelemetryContextPropertySource.INJECTOR)
                && !isSource()) {
            report.note("injector: Log4j's own, which is slower, because no file " + SOURCE_FILE
                    + " names TelemetryContextPropertySource: restore that file" + MERGE);
        } else {
            report.ok("injector: Log4j's own, " + active.getClass().getSimpleName());
        }
    }

    private static boolean isSource() {
        try {
            return ServiceLoader.load(PropertySource.class, PropertiesUtil.class.getClassLoader()).stream()
                    .anyMatch(source -> source.type() == TelemetryContextPropertySource.class);
        } catch (ServiceConfigurationError e) {
            // Log4j skips an entry that names nothing: it would have found ours behind that.
            return false;
        }
    }

    /** Neither ours nor one of Log4j's. */
    private static boolean isForeign(ContextDataInjector injector) {
        return !(injector instanceof TelemetryContextDataInjector)
                && injector.getClass().getEnclosingClass() != ThreadContextDataInjector.class;
    }

    private void plugins() {
        PluginManager plugins = new PluginManager("Core");
        plugins.collectPlugins();
        if (plugins.getPluginType("Console") == null) {
            report.problem(
                    "plugins: Log4j does not find its own, such as Console, because another file took the place of "
                            + PLUGIN_FILE + " of log4j-core",
                    "restore that file" + MERGE);
        }
        try {
            CheckedResolver.check(configuration, report);
        } catch (LinkageError e) {
            report.note("resolver: not in use, because log4j-layout-template-json is not on the class path");
        }
    }

    /** An event as Log4j makes it for a log statement on this thread, in a form that may be kept. */
    @SuppressWarnings("try") // the scope is there to be closed
    private LogEvent probe() {
        LogEventFactory factory = configuration.getRootLogger().getLogEventFactory();
        try (Scope scope = SelfCheckReport.probe().makeCurrent()) {
            LogEvent event = factory.createEvent(
                    TelemetrySelfCheck.class.getName(),
                    null,
                    TelemetrySelfCheck.class.getName(),
                    Level.INFO,
                    new SimpleMessage("self-check"),
                    null,
                    null);
            LogEvent kept = event.toImmutable();
            ReusableLogEventFactory.release(event);
            return kept;
        }
    }

    private void lost(LogEvent probe, ContextDataInjector injector) {
        boolean foreign = isForeign(injector);
        String factory =
                configuration.getRootLogger().getLogEventFactory().getClass().getName();
        report.problem(
                "event: it has none of the fields, but " + probe.getContextData() + "; "
                        + (foreign
                                ? "the injector " + injector.getClass().getName() + " does not ask the providers"
                                : "the event factory is " + factory + ", the logger context "
                                        + context.getClass().getName()),
                foreign
                        ? "remove the setting log4j2.contextDataInjector, or let it call Log4j's own injector"
                        : "remove the entries of ThreadContext with the names " + keys()
                                + ", and the setting log4j2.logEventFactory if there is one");
    }

    private static List<String> keys() {
        return Arrays.stream(TelemetryField.values()).map(TelemetryField::key).toList();
    }
}
