package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;

/** Logs a line for each id, and lines without ids before. Ids that look like dates and numbers come first. */
public final class ManyIdsProgram {

    static final int LINES_WITHOUT_IDS = 3;

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
            "x".repeat(1000)
        };
    }

    static int iteration(int session) {
        return session % 3 + 1;
    }

    /**
     * Prints the lines.
     *
     * @param arguments a framework and a layout of it
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
        framework.stop();
    }
}
