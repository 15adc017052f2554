package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs lines without ids, then a line for each id. Ids that look like dates and numbers come first. */
public final class ManyIdsProgram {

    static final int LINES_WITHOUT_IDS = 3;

    /** The requests r-failed, r-own and r-long. */
    static final int OTHER_LINES = 3;

    private ManyIdsProgram() {}

    static String[] sessions() {
        return new String[] {
            "2026-11-27",
            "2026/11/27",
            "2026-11-27T10:00:00Z",
            "42",
            "1e3",
            "true",
            "null",
            "127.0.0.1",
            "s-1",
            "a\u0000b",
            "\"quoted\" \\u0000 \\",
            "line\nbreak\t",
            "\ud83d\ude00",
            "x".repeat(1000),
            "",
            "\u2028\u2029\u0085",
            "half \ud83d",
            "\uffff\ufeff\u001b[31m",
            "\"}\n{\"session_id\":\"forged",
            "\\u000a${jndi:ldap://localhost:1/a}{}%X{session_id}"
        };
    }

    /** UTF-8 can't encode half of a surrogate pair. */
    static String written(String session) {
        return new String(session.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static int iteration(int session) {
        return session % 3 + 1;
    }

    /**
     * Prints the lines.
     *
     * @param arguments a framework and one of its layouts
     */
    public static void main(String[] arguments) {
        Framework framework = Framework.valueOf(arguments[0]);
        framework.choose(arguments[1]);
        AgentLog log = framework.log();
        for (int i = 0; i < LINES_WITHOUT_IDS; i++) {
            log.info("no session");
        }
        String[] sessions = sessions();
        for (int i = 0; i < sessions.length; i++) {
            String session = sessions[i];
            TelemetryContext.builder()
                    .sessionId(session)
                    .requestId("r-" + i)
                    .modelId("granite-4")
                    .samplingIteration(iteration(i))
                    .build()
                    .run(() -> log.warn("a session"));
        }
        TelemetryContext.builder()
                .requestId("r-failed")
                .build()
                .run(
                        framework == Framework.LOG4J2
                                ? () -> LogManager.getLogger("agent").fatal("broken")
                                : () -> LoggerFactory.getLogger("agent").error("broken"));
        // Values of the application take precedence, even if they are invalid.
        TelemetryContext.builder()
                .requestId("r-own")
                .samplingIteration(1)
                .build()
                .run(() -> {
                    ThreadContext.put("sampling_iteration", "n/a");
                    MDC.put("sampling_iteration", "n/a");
                    log.info("own iteration");
                });
        TelemetryContext.builder()
                .requestId("r-long")
                .sessionId(longText())
                .build()
                .run(() -> log.info("long"));
        framework.stop();
    }

    /** Returns text that databases can't compress. */
    private static String longText() {
        return new SplittableRandom(1)
                .ints(6000, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
