package io.github.telemetrycontext.benchmarks;

/** The layout of an event. Only a constant whose name contains {@code OUR} uses a part of this library. */
public enum Output {
    /** Our variant of Log4j's ECS template. */
    LOG4J_OUR_ECS(Native.THREAD_CONTEXT, "TelemetryEcsLayout.json"),
    /** The ECS template that comes with Log4j. */
    LOG4J_ECS(Native.THREAD_CONTEXT, "EcsLayout.json"),
    /** The Logstash template that comes with Log4j. */
    LOG4J_LOGSTASH(Native.THREAD_CONTEXT, "LogstashJsonEventLayoutV1.json"),
    /** Log4j's PatternLayout with {@code %X}. */
    LOG4J_PATTERN(Native.THREAD_CONTEXT, "%d{ISO8601} [%t] %-5level %logger - %msg %X%n"),
    /** The encoder of logstash-logback-encoder. */
    LOGBACK_LOGSTASH(Native.MDC, """
            <encoder class="net.logstash.logback.encoder.LogstashEncoder"/>
            """),
    /** Logback's own JsonEncoder. */
    LOGBACK_JSON(Native.MDC, """
            <encoder class="ch.qos.logback.classic.encoder.JsonEncoder"/>
            """),
    /** Spring Boot's structured logging, in its format for Logstash. */
    LOGBACK_BOOT(Native.MDC, """
            <encoder class="org.springframework.boot.logging.logback.StructuredLogEncoder">
              <format>logstash</format>
            </encoder>
            """),
    /** Logback's PatternLayout with {@code %X}. */
    LOGBACK_PATTERN(Native.MDC, """
            <encoder>
              <pattern>%d{ISO8601} [%thread] %-5level %logger - %msg %X%n</pattern>
            </encoder>
            """);

    /** The store for thread entries of the framework. */
    final Native store;

    /** The name of a template, a pattern or the XML of an encoder. */
    final String definition;

    Output(Native store, String definition) {
        this.store = store;
        this.definition = definition;
    }

    /** Returns whether a benchmark has this combination. Two outputs run only in the scenarios of their limits. */
    boolean runsWith(Scenario scenario) {
        return switch (this) {
            case LOG4J_OUR_ECS -> scenario.isOurs();
            case LOG4J_ECS, LOG4J_PATTERN -> true;
            case LOG4J_LOGSTASH, LOGBACK_BOOT ->
                scenario == Scenario.NONE || scenario == Scenario.NATIVE || scenario == Scenario.OURS;
            case LOGBACK_LOGSTASH, LOGBACK_JSON, LOGBACK_PATTERN -> scenario != Scenario.OURS_WITHOUT_INJECTOR;
        };
    }

    /**
     * Starts the framework and checks the line of an event of the scenario.
     *
     * @throws IllegalStateException if the line does not show exactly the fields of the scenario
     */
    Running start(Scenario scenario) {
        return start(scenario, false);
    }

    /** Does the same as {@link #start(Scenario)}, with a queue between the logger and this output. */
    Running startAsync(Scenario scenario) {
        return start(scenario, true);
    }

    @SuppressWarnings("try") // the resource is only closed
    private Running start(Scenario scenario, boolean async) {
        scenario.classPath.check();
        try (var entered = scenario.enter(store)) {
            return store == Native.MDC
                    ? RunningLogback.start(scenario, this, async)
                    : RunningLog4j.start(scenario, this, async);
        }
    }
}
