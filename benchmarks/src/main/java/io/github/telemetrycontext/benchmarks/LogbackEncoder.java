package io.github.telemetrycontext.benchmarks;

/** How Logback writes an event. */
public enum LogbackEncoder {
    /** LogstashEncoder as it comes. */
    LOGSTASH("""
            <encoder class="net.logstash.logback.encoder.LogstashEncoder"/>
            """),
    /** LogstashEncoder with our entry writer. */
    LOGSTASH_TYPED("""
            <encoder class="net.logstash.logback.encoder.LogstashEncoder">
              <mdcEntryWriter class="io.github.telemetrycontext.logback.TelemetryMdcEntryWriter"/>
            </encoder>
            """),
    /** Logback's own JsonEncoder. */
    JSON("""
            <encoder class="ch.qos.logback.classic.encoder.JsonEncoder"/>
            """),
    /** PatternLayout with {@code %X}. */
    PATTERN("""
            <encoder>
              <pattern>%d{ISO8601} [%thread] %-5level %logger - %msg %X%n</pattern>
            </encoder>
            """);

    final String xml;

    LogbackEncoder(String xml) {
        this.xml = xml;
    }

    boolean runsWith(Scenario scenario) {
        boolean measured = scenario != Scenario.OURS_WITHOUT_INJECTOR;
        return measured && (this != LOGSTASH_TYPED || scenario.isOurs());
    }
}
