package io.github.telemetrycontext.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages state each limitation that requires an action. */
class LimitationsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        docs/compatibility.md | `java.util.logging` (the default of Helidon) and JBoss LogManager (Quarkus) are not supported.
        docs/threads.md | A propagating executor is not enough for the stages of a plain `CompletableFuture`, nor for `Futures.transform` of Guava.
        docs/threads.md | Kotlin: never keep a scope open across a suspension.
        docs/coroutines.md | Never keep a scope open across a suspension.
        docs/coroutines.md | A plain `ThreadLocal.asContextElement()` leaks in the same way.
        docs/reactor.md | Never keep a scope open across a suspension.
        docs/langchain4j.md | parallelBuilder
        docs/langchain4j.md | `ThreadPoolBulkhead`
        docs/spring-boot-threads.md | Messages arrive after the request of the handshake.
        docs/log4j2.md | Flogger
        docs/logback.md | Some encoders and appenders write no key-value pairs.
        docs/logback.md | An event that a library passes straight to `Logger.callAppenders` bypasses all turbo filters.
        SECURITY.md | Any client can send the session id of another user
        SECURITY.md | Accepted ids can contain characters of paths and lookups
        SECURITY.md | `IdlePurgePolicy`
        SECURITY.md | `maxAppenderCount`
        SECURITY.md | An open scope keeps its context current on its thread
        SECURITY.md | The messages of strict mode contain the ids.
        SECURITY.md | Any jar on the classpath can register carriers and listeners.
        SECURITY.md | Builds are reproducible with the same JDK only.
        """)
    void pageStatesLimitation(String page, String limitation) {
        assertThat(Repository.read(Path.of(page))).containsIgnoringWhitespaces(limitation);
    }
}
