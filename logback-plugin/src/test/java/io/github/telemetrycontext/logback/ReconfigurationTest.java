package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests that exactly one filter is installed after each change of the configuration. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class ReconfigurationTest {

    private static final String DECLARED =
            "<turboFilter class='" + TelemetryTurboFilter.class.getName() + "'>%s</turboFilter>";

    private static final String WITH_DECLARED =
            Logback.TEXT.replace("<appender ", DECLARED.formatted("") + "<appender ");

    @Test
    void restoresFilterDuringReset() {
        try (Logback logback = Logback.withPlugin()) {
            for (int i = 0; i < 3; i++) {
                logback.context.reset();
                assertThat(logback.context.getTurboFilterList()).hasExactlyElementsOfTypes(TelemetryTurboFilter.class);
            }
            assertThat(logback.filters().get(0).isStarted()).isTrue();
            assertThat(logback.context.getCopyOfListenerList()).isEmpty();
            assertWorks(logback.configure(Logback.TEXT));
        }
    }

    @Test
    void keepsFilterAfterStopStartAndReset() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            assertWorks(logback);

            logback.context.stop();
            logback.context.start();
            assertThat(logback.filters()).hasSize(1);

            logback.context.reset();
            assertThat(logback.filters()).hasSize(1);
            assertWorks(logback.configure(Logback.TEXT));
        }
    }

    @Test
    void restoresRemovedFilterWithNextEvent() {
        List<Consumer<LoggerContext>> ways = List.of(
                LoggerContext::resetTurboFilterList,
                context -> context.getTurboFilterList().clear(),
                context -> {
                    context.getTurboFilterList().clear();
                    context.stop();
                    context.reset();
                });
        for (Consumer<LoggerContext> way : ways) {
            try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
                assertWorks(logback);
                way.accept(logback.context);
                logback.configure(Logback.TEXT).logger().info("the event that restores the filter");

                assertThat(logback.filters()).hasSize(1);
                assertWorks(logback);
            }
        }
    }

    @Test
    void removesAutomaticFilterNextToDeclaredFilterWithNextEvent() {
        try (Logback logback = Logback.withPlugin()) {
            TelemetryTurboFilter automatic = logback.filters().get(0);
            logback.configure(WITH_DECLARED);
            // This happens when an installation and a configuration run concurrently.
            logback.context.getTurboFilterList().add(0, automatic);

            logback.logger().info("the event that removes the filter");

            assertThat(logback.filters()).hasSize(1).doesNotContain(automatic);
            assertWorks(logback);
        }
    }

    /** Spring Boot 4 adds its own filter, stops, resets, configures, removes its filter and starts. */
    @Test
    void keepsFilterWhenLoggingSystemStopsAndResets() {
        try (Logback logback = Logback.withPlugin()) {
            ForeignFilter denies = ForeignFilter.always(FilterReply.DENY);
            logback.context.getTurboFilterList().add(denies);
            logback.context.stop();
            logback.context.reset();
            logback.configure(Logback.TEXT);
            logback.context.getTurboFilterList().remove(denies);
            logback.context.start();

            assertThat(logback.context.getTurboFilterList()).hasExactlyElementsOfTypes(TelemetryTurboFilter.class);
            assertWorks(logback);
        }
    }

    @Test
    void addsResetListenerOnceAndRemovesIt() {
        try (Logback logback = Logback.withPlugin()) {
            FilterReinstaller.installAfterReset(logback.context);
            FilterReinstaller.installAfterReset(logback.context);
            assertThat(logback.context.getCopyOfListenerList()).hasSize(1);

            logback.context.reset();

            assertThat(logback.context.getCopyOfListenerList()).isEmpty();
            assertThat(logback.filters()).hasSize(1);
        }
    }

    @Test
    void declaredFilterReplacesAutomaticFilterUntilNextConfiguration() {
        try (Logback logback = Logback.withPlugin()) {
            TelemetryTurboFilter automatic = logback.filters().get(0);
            for (int i = 0; i < 2; i++) {
                assertWorks(logback.configure(WITH_DECLARED));
                assertThat(logback.filters()).hasSize(1).doesNotContain(automatic);
                logback.context.reset();
            }
            assertWorks(logback.configure(Logback.TEXT));
            assertThat(logback.filters()).hasSize(1);

            logback.context.reset();
            assertThat(TelemetryMdcAdapter.install(logback.context)).isSameAs(logback.context.getMDCAdapter());
            assertThat(logback.filters()).hasSize(1);
        }
    }

    @Test
    void keepsPositionOfDeclaredFilter() {
        try (Logback logback = Logback.withPlugin()) {
            logback.configure(Logback.TEXT.replace(
                    "<appender ",
                    "<turboFilter class='ch.qos.logback.classic.turbo.MarkerFilter'><Marker>X</Marker></turboFilter>"
                            + DECLARED.formatted("") + "<appender "));

            assertThat(logback.context.getTurboFilterList()).hasSize(2);
            assertThat(logback.context.getTurboFilterList().get(1)).isInstanceOf(TelemetryTurboFilter.class);
            assertWorks(logback);
        }
    }

    @Test
    void supportsSeveralDeclaredFilters() {
        String xml = Logback.TEXT.replace(
                "<appender ",
                DECLARED.formatted("<sessionId>a</sessionId><level>DEBUG</level>")
                        + DECLARED.formatted("<sessionId>b</sessionId><level>TRACE</level>") + "<appender ");
        try (Logback logback = Logback.withPlugin().configure(xml)) {
            assertThat(logback.filters()).hasSize(2);
            for (String session : List.of("a", "b", "c")) {
                try (var scope = TelemetryContext.with().sessionId(session).open()) {
                    logback.logger().trace("trace");
                    logback.logger().debug("debug");
                    logback.logger().atDebug().addKeyValue("session_id", "own").log("fluent");
                }
            }
            assertThat(logback.lines())
                    .containsExactly(
                            "debug [session_id=a] []",
                            "fluent [] [session_id=\"own\"]",
                            "trace [session_id=b] []",
                            "debug [session_id=b] []",
                            "fluent [] [session_id=\"own\"]");
        }
    }

    @Test
    void keepsOneFilterWhenScannedFileChanges(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("logback.xml");
        String scanned = "<configuration scan='true' scanPeriod='20 milliseconds'>";
        Files.writeString(file, WITH_DECLARED.replace("<configuration>", scanned));
        try (Logback logback = Logback.withPlugin()) {
            logback.configureFile(file);
            assertWorks(logback);
            TelemetryTurboFilter declared = logback.filters().get(0);
            CountDownLatch configuredAgain = new CountDownLatch(1);
            logback.context.addConfigurationEventListener(event -> {
                if (event.getEventType() == ConfigurationEvent.EventType.CONFIGURATION_ENDED_SUCCESSFULLY) {
                    configuredAgain.countDown();
                }
            });

            // Moved atomically, so that no scan reads an incomplete file.
            Path changed = directory.resolve("changed.xml");
            Files.writeString(
                    changed, Logback.TEXT.replace("<configuration>", scanned).replace("<pattern>", "<pattern>again "));
            Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(60)));
            Files.move(changed, file, StandardCopyOption.ATOMIC_MOVE);

            assertThat(configuredAgain.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(logback.filters()).hasSize(1).doesNotContain(declared);
            try (var scope = TelemetryContext.with().sessionId("s").modelId("m").open()) {
                logback.logger().atInfo().addKeyValue("session_id", "own").log("own");
                assertThat(logback.lastLine()).isEqualTo("again own [model_id=m] [session_id=\"own\"]");
            }
        }
    }

    /** Logs an event with its own key-value pair, one without, and one outside the scope. */
    private static void assertWorks(Logback logback) {
        int before = logback.lines().size();
        try (var scope = TelemetryContext.with().sessionId("s").modelId("m").open()) {
            logback.logger().atInfo().addKeyValue("session_id", "own").log("own");
            logback.logger().info("plain");
        }
        logback.logger().info("control");
        assertThat(logback.lines().stream().skip(before))
                .containsExactly(
                        "own [model_id=m] [session_id=\"own\"]",
                        "plain [session_id=s, model_id=m] []",
                        "control [] []");
    }
}
