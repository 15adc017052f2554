package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.internal.SelfCheck;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.logging.log4j.Level;
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
import org.jspecify.annotations.Nullable;

/** Checks one configuration. All required jars must be on the classpath. */
final class ConfigurationCheck {

    private static final String PROVIDER_FILE = "META-INF/services/" + ContextDataProvider.class.getName();
    private static final String SOURCE_FILE = "META-INF/services/" + PropertySource.class.getName();
    static final String PLUGIN_FILE = "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";
    static final String MERGE =
            "; in an uber-jar, merge it as the section Uber-jars of docs/deployment.md shows, or use"
                    + " the separate jars";

    private static final String OPENTELEMETRY = ".OpenTelemetryAppenderContextDataInjector";

    private static final String DELEGATE = "otel.instrumentation.log4j-appender.context-data-injector.delegate";

    private final LoggerContext context;
    private final Configuration configuration;
    private final SelfCheck report;

    private ConfigurationCheck(LoggerContext context) {
        this.context = context;
        this.configuration = context.getConfiguration();
        this.report = new SelfCheck(version() + ", configuration " + name(configuration));
    }

    static SelfCheckReport of(LoggerContext context, List<String> wanted) {
        ConfigurationCheck check = new ConfigurationCheck(context);
        String core = SupportedCore.problem();
        if (core != null) {
            return check.report.problem(core, TelemetrySelfCheck.ALIGN).result();
        }
        return check.run(wanted);
    }

    private SelfCheckReport run(List<String> wanted) {
        boolean provided = provider();
        ContextDataInjector injector = ContextDataInjectorFactory.createInjector();
        injector(injector);
        plugins();
        LogEvent probe;
        try {
            probe = probe();
        } catch (RuntimeException | LinkageError e) {
            report.problem(
                    "event: Log4j can't create events, so all events of the application are lost: " + e,
                    "fix or remove the class that the stack trace of this error names, a ContextDataProvider or "
                            + injector.getClass().getName());
            return report.result();
        }
        if (report.hasFields(probe.getContextData()::getValue, "ThreadContext or the configuration")) {
            singleValues(injector);
            new AppenderCheck(configuration, report).check(probe, wanted);
        } else {
            if (provided) {
                lost(probe, injector);
            }
            report.note("appenders: not checked, because the event has no fields");
        }
        return report.result();
    }

    private static String version() {
        String version = LoggerContext.class.getPackage().getImplementationVersion();
        return version == null ? "Log4j" : "Log4j " + version;
    }

    /** Returns the name and the location. Log4j uses the location as the name if a configuration has no name. */
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
                        "provider: Log4j uses the copy of class loader " + other.getClassLoader()
                                + ", which does not see the scopes of class loader " + ours.getClassLoader(),
                        "keep the telemetry-context jars in one place only, next to log4j-core");
                return false;
            }
        }
        if (isVisible(ours, log4j)) {
            report.problem(
                    "provider: Log4j does not find it, because no file " + PROVIDER_FILE + " names it",
                    "restore that file" + MERGE);
        } else {
            report.problem(
                    "provider: Log4j's class loader " + log4j
                            + " does not see telemetry-context-log4j2, which class loader " + ours.getClassLoader()
                            + " has loaded",
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
            // Log4j skips a broken entry. It would have found our entry behind it.
            return false;
        }
    }

    private static boolean isForeign(ContextDataInjector injector) {
        return !(injector instanceof TelemetryContextDataInjector)
                && injector.getClass().getEnclosingClass() != ThreadContextDataInjector.class;
    }

    private void plugins() {
        PluginManager plugins = new PluginManager("Core");
        plugins.collectPlugins();
        if (plugins.getPluginType("Console") == null) {
            report.problem(
                    "plugins: Log4j does not find its own plugins, such as Console, because another file replaced "
                            + PLUGIN_FILE + " of log4j-core",
                    "restore that file" + MERGE);
        }
        try {
            ResolverCheck.check(configuration, report);
        } catch (LinkageError e) {
            report.note("resolver: not in use, because log4j-layout-template-json is not on the classpath");
        }
    }

    /**
     * Makes an event as a log statement on this thread does. Returns an immutable copy, because Log4j reuses the event.
     */
    @SuppressWarnings("try") // the block does not use the scope
    private LogEvent probe() {
        LogEventFactory factory = configuration.getRootLogger().getLogEventFactory();
        try (Scope scope = SelfCheck.PROBE.makeCurrent()) {
            LogEvent event = factory.createEvent(
                    TelemetrySelfCheck.class.getName(),
                    null,
                    ConfigurationCheck.class.getName(),
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
        String finding = "event: has none of the fields, only " + probe.getContextData() + "; ";
        if (isForeign(injector)) {
            report.problem(
                    finding + "the injector " + injector.getClass().getName()
                            + " does not call the context data providers",
                    "remove the setting log4j2.contextDataInjector, or let the injector call Log4j's own injector");
        } else {
            LogEventFactory factory = configuration.getRootLogger().getLogEventFactory();
            report.problem(
                    finding + "the event factory is " + factory.getClass().getName() + ", the logger context "
                            + context.getClass().getName(),
                    "remove the ThreadContext entries with the keys " + List.of(EventFields.KEYS)
                            + " and the setting log4j2.logEventFactory, if present");
        }
    }

    /** Checks the values that filters and lookups get when they ask the injector instead of an event. */
    @SuppressWarnings("try") // the block does not use the scope
    private void singleValues(ContextDataInjector injector) {
        if (!isForeign(injector)) {
            return;
        }
        try (Scope scope = SelfCheck.PROBE.makeCurrent()) {
            if (SelfCheck.PROBE.toStringMap().entrySet().stream()
                    .anyMatch(field -> field.getValue().equals(value(injector, field.getKey())))) {
                return;
            }
        }
        String name = injector.getClass().getName();
        report.problem(
                "injector: " + name
                        + " hides the fields from ThreadContextMapFilter, DynamicThresholdFilter and others that"
                        + " read a single value",
                name.endsWith(OPENTELEMETRY)
                        ? "set " + DELEGATE + "=" + TelemetryContextDataInjector.class.getName()
                        : "remove the setting log4j2.contextDataInjector, or let the injector delegate to "
                                + TelemetryContextDataInjector.class.getName());
    }

    @SuppressWarnings("deprecation") // Log4j before 2.24 has no getValue
    private static @Nullable Object value(ContextDataInjector injector, String key) {
        try {
            return injector.getValue(key);
        } catch (NoSuchMethodError e) {
            return injector.rawContextData().getValue(key);
        }
    }
}
