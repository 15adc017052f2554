package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.internal.SelfCheck;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.MDCAdapter;

/**
 * The checks of {@link TelemetrySelfCheck}. The JVM loads the types of all methods that a main class declares, and some may be
 * missing. So these methods are inherited.
 */
abstract class LogbackSelfCheck {

    LogbackSelfCheck() {}

    /**
     * Checks the logger context that SLF4J uses.
     *
     * @param appenders names of the appenders to check, all if empty
     * @return the report
     */
    public static SelfCheckReport check(String... appenders) {
        if (SupportedLogback.isTooOld()) {
            return tooOld();
        }
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            return check(context, appenders);
        }
        return new SelfCheck("Logback")
                .problem(
                        "SLF4J does not log to Logback but to "
                                + factory.getClass().getName(),
                        "put logback-classic on the classpath and remove the other SLF4J provider; if the"
                                + " application logs with Log4j, use telemetry-context-log4j2")
                .result();
    }

    /**
     * Checks a logger context.
     *
     * @param context the logger context
     * @param appenders names of the appenders to check, all if empty
     * @return the report
     */
    public static SelfCheckReport check(LoggerContext context, String... appenders) {
        if (SupportedLogback.isTooOld()) {
            return tooOld();
        }
        return new Run(Objects.requireNonNull(context, "context")).check(List.of(appenders));
    }

    private static SelfCheckReport tooOld() {
        return new SelfCheck(SupportedLogback.NAME)
                .problem(
                        SupportedLogback.NAME + " is not supported",
                        "upgrade logback-classic and logback-core to 1.5.21 or later")
                .result();
    }

    /** One check of a logger context. */
    private static final class Run {

        private static final String FILE = "META-INF/services/" + Configurator.class.getName();

        private final LoggerContext context;
        private final SelfCheck report;

        Run(LoggerContext context) {
            this.context = context;
            this.report = new SelfCheck(SupportedLogback.NAME + ", logger context " + context.getName());
        }

        SelfCheckReport check(List<String> wanted) {
            // With some versions of Logback, the first call of the filter installs the adapter.
            context.getLogger(Logger.ROOT_LOGGER_NAME).isErrorEnabled();
            if (checkAdapter()) {
                checkEvent(wanted);
            } else {
                appendersNotChecked();
            }
            return report.result();
        }

        private boolean checkAdapter() {
            @Nullable MDCAdapter adapter = context.getMDCAdapter();
            if (adapter instanceof TelemetryMdcAdapter) {
                report.ok("adapter: TelemetryMdcAdapter");
                return true;
            }
            String found = "adapter: not TelemetryMdcAdapter, but "
                    + (adapter == null ? "none" : adapter.getClass().getName());
            if (adapter != null && adapter.getClass().getName().equals(TelemetryMdcAdapter.class.getName())) {
                report.problem(
                        "adapter: Logback uses the copy of class loader "
                                + adapter.getClass().getClassLoader()
                                + ", which does not see the scopes of class loader "
                                + TelemetryMdcAdapter.class.getClassLoader(),
                        "keep the telemetry-context jars in one place only, next to logback-classic");
            } else if (mismatch() != null) {
                report.problem(
                        "the versions of the jars do not match: " + mismatch(),
                        "use one version of all telemetry-context jars, for example with telemetry-context-bom");
            } else if (isFoundAsService()) {
                report.problem(
                        found
                                + "; Logback finds TelemetryConfigurator, so other code called LoggerContext.setMDCAdapter later,"
                                + " created this logger context, or ended the chain of configurators",
                        "call TelemetryMdcAdapter.install(loggerContext) after that, or declare a TelemetryTurboFilter in the"
                                + " configuration");
            } else if (isVisibleToLogback()) {
                report.problem(
                        found + "; Logback does not find TelemetryConfigurator, because no file " + FILE + " names it",
                        "restore that file, or declare a TelemetryTurboFilter in the configuration; in an uber-jar,"
                                + " merge the file as the section Uber-jars of docs/deployment.md shows");
            } else {
                report.problem(
                        found + "; Logback's class loader " + Configurator.class.getClassLoader()
                                + " does not see telemetry-context-logback, which class loader "
                                + TelemetryConfigurator.class.getClassLoader() + " has loaded",
                        "put logback-classic, telemetry-context-core and telemetry-context-logback side by side, all into the"
                                + " application or all into the shared folder");
            }
            return false;
        }

        /** Returns the error that stopped the installation of the adapter, or null. */
        private static @Nullable LinkageError mismatch() {
            try {
                ContextFields unused = ContextFields.of(TelemetryContext.current());
                return null;
            } catch (LinkageError e) {
                return e;
            }
        }

        private static boolean isFoundAsService() {
            return ServiceLoader.load(Configurator.class, Configurator.class.getClassLoader()).stream()
                    .anyMatch(service -> service.type() == TelemetryConfigurator.class);
        }

        private void checkEvent(List<String> appenders) {
            LoggingEvent probe = probe();
            // Each event reinstalls a missing filter, so the check comes after the event.
            checkFilter();
            if (report.hasFields(probe.getMDCPropertyMap()::get, "the MDC")) {
                new AppenderCheck(context, report).check(probe, appenders);
            } else {
                report.problem(
                        "event: has none of the fields, only " + probe.getMDCPropertyMap(),
                        "remove the MDC entries that have the keys of the fields");
                appendersNotChecked();
            }
        }

        private void appendersNotChecked() {
            report.note("appenders: not checked, because the event has no fields");
        }

        private static boolean isVisibleToLogback() {
            try {
                ClassLoader logback = Configurator.class.getClassLoader();
                return Class.forName(TelemetryConfigurator.class.getName(), false, logback)
                        == TelemetryConfigurator.class;
            } catch (ClassNotFoundException | LinkageError e) {
                return false;
            }
        }

        private void checkFilter() {
            long filters = context.getTurboFilterList().stream()
                    .filter(TelemetryTurboFilter.class::isInstance)
                    .count();
            if (!SupportedLogback.filtersSeeKeyValuePairs()) {
                report.note("filter: " + SupportedLogback.NAME
                        + " does not pass key-value pairs to filters, so an event with one of"
                        + " the four keys as its own key-value pair may show this key twice; to fix this, upgrade to"
                        + " Logback 1.5.21 or later");
            } else if (filters > 0) {
                report.ok("filter: TelemetryTurboFilter" + (filters == 1 ? "" : ", " + filters + " times"));
            } else {
                report.note("filter: none, so a field that is also a key-value pair of an event is written twice");
            }
        }

        /** Makes an event as a logger does. The event has read its MDC. */
        @SuppressWarnings("try") // the block does not use the scope
        private LoggingEvent probe() {
            try (Scope scope = SelfCheck.PROBE.makeCurrent()) {
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
}
