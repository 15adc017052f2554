package io.github.telemetrycontext.deployments;

/** The self-checks as applications of {@link TwoApplications}. */
final class SelfChecks {

    private SelfChecks() {}

    /** Runs the self-check of the Log4j2 plugin. */
    public static final class OfLog4j2 {

        private OfLog4j2() {}

        public static void main(String[] ignored) {
            io.github.telemetrycontext.log4j2.TelemetrySelfCheck.print(System.out);
        }

        public static void end() {
            Log4j2Application.end();
        }
    }

    /** Runs the self-check of the Logback plugin. */
    public static final class OfLogback {

        private OfLogback() {}

        public static void main(String[] ignored) {
            io.github.telemetrycontext.logback.TelemetrySelfCheck.print(System.out);
        }

        public static void end() {
            LogbackApplication.end();
        }
    }
}
