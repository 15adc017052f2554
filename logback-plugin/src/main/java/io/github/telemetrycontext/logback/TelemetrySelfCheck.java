package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.MDCAdapter;

/**
 * Tells whether the fields reach the lines of the running configuration, and if not, what keeps them away. Names the
 * adapter and the filter in use, makes one event inside a scope as a logger does, and shows for each appender what its
 * encoder makes of that event: which fields, and whether the iteration is a number.
 *
 * <p>Nothing is logged: the event goes to the encoders, not to the appenders. So nothing can be said of an appender
 * without an encoder or a layout, such as one that writes columns of a database; that is noted and is no problem. Neither
 * is it seen what a part of the application's own does to events on their way, such as an asynchronous appender that
 * forgets {@code prepareForDeferredProcessing()}: such a part is named. What numbers events, such as {@code %lsn} or a
 * sequence number generator, counts this one too.
 *
 * <p>May be called at any time and on any thread, on which an event is then made; it takes milliseconds.
 */
public final class TelemetrySelfCheck {

    private static final String FILE = "META-INF/services/" + Configurator.class.getName();

    private final LoggerContext context;
    private final SelfCheckReport.Builder report;

    private TelemetrySelfCheck(LoggerContext context) {
        this.context = context;
        this.report = SelfCheckReport.of(version() + ", logger context " + context.getName());
    }

    /**
     * Prints the report of {@link #check(String...)} to standard output and ends the JVM, with 0 if all is well and with 1
     * otherwise. Without telemetry-context-core or Logback it is the JVM that says so, since it can't load this class.
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
        } catch (ServiceConfigurationError e) {
            out.println("PROBLEM  " + e);
            out.println("         remedy: mend the file of that name in META-INF/services, with which Logback does not"
                    + " start; where jars are made into one, merge it as the section Uber-jars of README.md shows");
            return false;
        } catch (LinkageError e) {
            out.println("PROBLEM  " + e);
            out.println(
                    "         remedy: put telemetry-context-core, of the same version as telemetry-context-logback, and"
                            + " Logback 1.5.21 or later on the class path");
            return false;
        }
    }

    /**
     * Checks the logger context that SLF4J uses.
     *
     * @param appenders the names of those that must write fields; none for all
     * @return what was found
     */
    public static SelfCheckReport check(String... appenders) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            return check(context, appenders);
        }
        return SelfCheckReport.of("Logback")
                .problem(
                        "SLF4J does not log to Logback but to "
                                + factory.getClass().getName(),
                        "put logback-classic on the class path and take the other provider of SLF4J from it; if it is"
                                + " Log4j that logs, use telemetry-context-log4j2")
                .build();
    }

    /**
     * Checks a logger context.
     *
     * @param context what is checked, as it is now
     * @param appenders the names of those that must write fields; none for all
     * @return what was found
     */
    public static SelfCheckReport check(LoggerContext context, String... appenders) {
        List<String> wanted = List.of(appenders);
        TelemetrySelfCheck check = new TelemetrySelfCheck(Objects.requireNonNull(context, "context"));
        if (check.adapter()) {
            check.event(wanted);
        } else {
            check.appendersNotChecked();
        }
        return check.report.build();
    }

    private static String version() {
        String version = LoggerContext.class.getPackage().getImplementationVersion();
        return version == null ? "Logback" : "Logback " + version;
    }

    private boolean adapter() {
        @Nullable MDCAdapter adapter = context.getMDCAdapter();
        if (adapter instanceof TelemetryMdcAdapter) {
            report.ok("adapter: TelemetryMdcAdapter");
            return true;
        }
        String found = "adapter: not TelemetryMdcAdapter, but "
                + (adapter == null ? "none" : adapter.getClass().getName());
        if (adapter != null && adapter.getClass().getName().equals(TelemetryMdcAdapter.class.getName())) {
            report.problem(
                    "adapter: that of another class loader, "
                            + adapter.getClass().getClassLoader()
                            + ", which does not know the scopes of this one, "
                            + TelemetryMdcAdapter.class.getClassLoader(),
                    "keep the jars of telemetry-context in one place only, beside logback-classic");
        } else if (isService()) {
            report.problem(
                    found
                            + "; Logback knows TelemetryConfigurator, so somebody called LoggerContext.setMDCAdapter later,"
                            + " made this logger context by hand, or ended the chain of configurators",
                    "call TelemetryMdcAdapter.install(loggerContext) after that, or declare a TelemetryTurboFilter in the"
                            + " configuration");
        } else if (isVisible()) {
            report.problem(
                    found + "; Logback does not find TelemetryConfigurator, because no file " + FILE + " names it",
                    "restore that file, or declare a TelemetryTurboFilter in the configuration; where jars are made into"
                            + " one, merge the file as the section Uber-jars of README.md shows");
        } else {
            report.problem(
                    found + "; Logback's class loader, " + Configurator.class.getClassLoader()
                            + ", does not see telemetry-context-logback, which belongs to "
                            + TelemetryConfigurator.class.getClassLoader(),
                    "put logback-classic, telemetry-context-core and telemetry-context-logback side by side, all into the"
                            + " application or all into the shared folder");
        }
        return false;
    }

    private static boolean isService() {
        return ServiceLoader.load(Configurator.class, Configurator.class.getClassLoader()).stream()
                .anyMatch(service -> service.type() == TelemetryConfigurator.class);
    }

    private void event(List<String> appenders) {
        LoggingEvent probe = probe();
        // The event has brought the filter back, as any event does.
        filter();
        if (report.hasFields(probe.getMDCPropertyMap()::get, "the MDC")) {
            new CheckedAppenders(context, report).check(probe, appenders);
        } else {
            report.problem(
                    "event: it has none of the fields, but " + probe.getMDCPropertyMap(),
                    "remove the entries of the MDC that have their names");
            appendersNotChecked();
        }
    }

    private void appendersNotChecked() {
        report.note("appenders: not checked, since the event has no fields to write");
    }

    private static boolean isVisible() {
        try {
            ClassLoader logback = Configurator.class.getClassLoader();
            return Class.forName(TelemetryConfigurator.class.getName(), false, logback) == TelemetryConfigurator.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private void filter() {
        long filters = context.getTurboFilterList().stream()
                .filter(TelemetryTurboFilter.class::isInstance)
                .count();
        if (filters > 0) {
            report.ok("filter: TelemetryTurboFilter" + (filters == 1 ? "" : ", " + filters + " times"));
        } else {
            report.note("filter: none, so a field that an event has as a key-value pair too is written twice");
        }
    }

    /** An event as a logger makes it for a log statement on this thread, which has read all that it will ever have. */
    @SuppressWarnings("try") // the scope is there to be closed
    private LoggingEvent probe() {
        try (Scope scope = SelfCheckReport.probe().makeCurrent()) {
            LoggingEvent event = new LoggingEvent(
                    TelemetrySelfCheck.class.getName(),
                    context.getLogger(Logger.ROOT_LOGGER_NAME),
                    Level.INFO,
                    "self-check",
                    null,
                    null);
            event.prepareForDeferredProcessing();
            return event;
        }
    }
}
