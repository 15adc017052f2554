package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that {@link SiftingAppender} can separate the events by session. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class SiftingTest {

    @Test
    void eachSessionHasItsOwnAppender() {
        String appender = Xml.appender(
                "${session_id}", MemoryAppender.class, "<encoder><pattern>${session_id}: %msg%n</pattern></encoder>");
        String sift = Xml.appender(
                "SIFT",
                SiftingAppender.class,
                "<discriminator><key>session_id</key><defaultValue>none</defaultValue></discriminator><sift>" + appender
                        + "</sift>");
        try (Logback logback = Logback.withPlugin().configure(Xml.configuration(sift, "SIFT"))) {
            for (String session : List.of("s-1", "s-2", "s-1")) {
                try (var scope = TelemetryContext.with().sessionId(session).open()) {
                    logback.logger().info("inside");
                }
            }
            logback.logger().info("outside");

            assertThat(lines(logback, "s-1")).containsExactly("s-1: inside", "s-1: inside");
            assertThat(lines(logback, "s-2")).containsExactly("s-2: inside");
            assertThat(lines(logback, "none")).containsExactly("none: outside");
        }
    }

    private static List<String> lines(Logback logback, String session) {
        SiftingAppender sifting = logback.appender("SIFT", SiftingAppender.class);
        Appender<ILoggingEvent> appender = sifting.getAppenderTracker().find(session);
        assertThat(appender).isInstanceOf(MemoryAppender.class);
        return ((MemoryAppender) appender).lines();
    }
}
