package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests parts of Log4j that read single keys from the event or from the current thread. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class LookupsAndFiltersTest {

    @ParameterizedTest
    @EnumSource
    void patternsPrintFields(Delivery delivery) {
        String layout = "<PatternLayout pattern='[%X{session_id}|%X{sampling_iteration}] %X %m%n'/>";
        try (Log4j log4j = Log4j.start(delivery, layout)) {
            log4j.logger().info("outside");
            TelemetryContext.with()
                    .sessionId("s-1")
                    .samplingIteration(3)
                    .run(() -> log4j.logger().info("inside"));

            assertThat(log4j.lines())
                    .containsExactly("[|] {} outside", "[s-1|3] {sampling_iteration=3, session_id=s-1} inside");
        }
    }

    @Test
    void routingAppenderWritesFilePerSession(@TempDir Path directory) throws IOException {
        String routes = """
                <Route>
                  <File name="${ctx:session_id}" fileName="DIRECTORY/${ctx:session_id}.log">
                    <PatternLayout pattern="%m%n"/>
                  </File>
                </Route>
                <Route key="$${ctx:session_id}">
                  <File name="none" fileName="DIRECTORY/none.log"><PatternLayout pattern="%m%n"/></File>
                </Route>""";
        try (Log4j log4j = Log4j.start(bySession(routes, directory))) {
            Logger log = log4j.logger();
            TelemetryContext first = TelemetryContext.builder().sessionId("s-1").build();
            TelemetryContext second =
                    TelemetryContext.builder().sessionId("s-2").build();
            first.wrap(() -> log.info("one")).run();
            second.wrap(() -> log.info("two")).run();
            log.info("outside");
            first.wrap(() -> log.info("one again")).run();
        }

        assertThat(fileNames(directory)).containsExactly("none.log", "s-1.log", "s-2.log");
        assertThat(Files.readAllLines(directory.resolve("s-1.log"))).containsExactly("one", "one again");
        assertThat(Files.readAllLines(directory.resolve("s-2.log"))).containsExactly("two");
        assertThat(Files.readAllLines(directory.resolve("none.log"))).containsExactly("outside");
    }

    /** Log4j replaces the lookup with one dollar by the id, and then parses the pattern. */
    @Test
    void routeEvaluatesIdOnlyAfterSingleDollar(@TempDir Path directory) throws IOException {
        String route = """
                <Route>
                  <File name="${ctx:session_id}" fileName="DIRECTORY/out.log">
                    <PatternLayout pattern="${ctx:session_id} $${ctx:session_id} %X{session_id}%n"/>
                  </File>
                </Route>""";
        String id = "%m${sys:java.version}";
        try (Log4j log4j = Log4j.start(bySession(route, directory))) {
            TelemetryContext.with().sessionId(id).run(() -> log4j.logger().info("one"));
        }
        String evaluated = "one" + System.getProperty("java.version");
        assertThat(Files.readAllLines(directory.resolve("out.log"))).containsExactly(evaluated + " " + id + " " + id);
    }

    @Test
    @Tag("log4j-2.24-or-injector")
    void rewritePolicyReadsFieldsOfItsThread() {
        assertThat(rewritten("rewrite", "queue")).isEqualTo(JvmMode.ALL_ASYNC ? "none s-1" : "s-1 s-1");
        assertThat(rewritten("queue", "rewrite")).isEqualTo("none s-1");
    }

    /** Returns the copy that a rewrite policy makes of the session, and the session. */
    private static String rewritten(String first, String last) {
        String configuration = """
                <Configuration>
                  <Appenders>
                    <Capture name="out"><PatternLayout pattern="%X{copy} %X{session_id}%n"/></Capture>
                    <Async name="queue"><AppenderRef ref="AFTER-queue"/></Async>
                    <Rewrite name="rewrite">
                      <PropertiesRewritePolicy>
                        <Property name="copy">$${ctx:session_id:-none}</Property>
                      </PropertiesRewritePolicy>
                      <AppenderRef ref="AFTER-rewrite"/>
                    </Rewrite>
                  </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="FIRST"/></Root></Loggers>
                </Configuration>
                """.replace("AFTER-" + first, last)
                .replace("AFTER-" + last, "out")
                .replace("FIRST", first);
        try (Log4j log4j = Log4j.start(configuration)) {
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("line"));
            return log4j.lines().get(0);
        }
    }

    @Test
    void headerBehindQueueHasIdOnlyWithSingleDollar(@TempDir Path directory) throws IOException {
        String route = """
                <Route>
                  <File name="${ctx:session_id}" fileName="DIRECTORY/out.log">
                    <PatternLayout header="$${ctx:session_id:-none} ${ctx:session_id:-none}%n" pattern="%m%n"/>
                  </File>
                </Route>""";
        String configuration = bySession(route, directory)
                .replace("</Appenders>", "<Async name='queue'><AppenderRef ref='bySession'/></Async></Appenders>")
                .replace("info\"><AppenderRef ref=\"bySession\"", "info\"><AppenderRef ref=\"queue\"");
        try (Log4j log4j = Log4j.start(configuration)) {
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("one"));
        }
        assertThat(Files.readAllLines(directory.resolve("out.log"))).containsExactly("none s-1", "one");
    }

    private static String bySession(String routes, Path directory) {
        return """
                <Configuration>
                  <Appenders>
                    <Routing name="bySession"><Routes pattern="$${ctx:session_id}">ROUTES</Routes></Routing>
                  </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="bySession"/></Root></Loggers>
                </Configuration>
                """.replace("ROUTES", routes)
                .replace("DIRECTORY", directory.toString().replace('\\', '/'));
    }

    private static List<String> fileNames(Path directory) {
        String[] names = directory.toFile().list();
        assertThat(names).isNotNull();
        return Arrays.stream(names).sorted().toList();
    }

    @Test
    @Tag("log4j-2.24-or-injector")
    void dynamicThresholdFilterEnablesDebugForOneSession() {
        String filter = """
                <DynamicThresholdFilter key="session_id" defaultThreshold="ERROR" onMatch="ACCEPT" onMismatch="DENY">
                  <KeyValuePair key="s-debug" value="DEBUG"/>
                </DynamicThresholdFilter>
                """;
        try (Log4j log4j = Log4j.start(filtered(filter))) {
            Logger log = log4j.logger();
            TelemetryContext.with().sessionId("s-debug").run(() -> {
                log.debug("shown");
                assertThat(log.isDebugEnabled()).isTrue();
            });
            TelemetryContext.with().sessionId("s-other").run(() -> {
                log.debug("hidden");
                log.info("hidden");
                log.error("shown");
                assertThat(log.isDebugEnabled()).isFalse();
            });
            log.debug("hidden, because without a session the level of the logger applies");

            assertThat(log4j.lines()).containsExactly("DEBUG shown s-debug", "ERROR shown s-other");
        }
    }

    @Test
    @Tag("log4j-2.24-or-injector")
    void threadContextMapFilterMatchesFieldsAndApplicationEntries() {
        String filter = """
                <ThreadContextMapFilter onMatch="NEUTRAL" onMismatch="DENY">
                  <KeyValuePair key="session_id" value="s-1"/>
                </ThreadContextMapFilter>
                """;
        try (Log4j log4j = Log4j.start(filtered(filter))) {
            Logger log = log4j.logger();
            TelemetryContext.with().sessionId("s-1").run(() -> {
                log.info("match");
                ThreadContext.put("session_id", "theirs");
                log.info("hidden by the application's entry");
                ThreadContext.remove("session_id");
            });
            TelemetryContext.with().sessionId("s-2").run(() -> log.info("other session"));
            log.info("no session");

            assertThat(log4j.lines()).containsExactly("INFO match s-1");
        }
    }

    private static String filtered(String filter) {
        return Delivery.DIRECT
                .configuration("<PatternLayout pattern='%p %m %X{session_id}%n'/>")
                .replace("<Appenders>", filter + "<Appenders>");
    }
}
