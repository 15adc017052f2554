package io.github.telemetrycontext.logback;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;

/** Parts of a configuration file. */
final class Xml {

    static final String ENTRY_WRITER = "<mdcEntryWriter class='" + TelemetryMdcEntryWriter.class.getName() + "'/>";

    static final String LOGSTASH_ENCODER =
            "<encoder class='" + LogstashEncoder.class.getName() + "'>" + ENTRY_WRITER + "</encoder>";

    private Xml() {}

    /** Returns a complete configuration. The root logger refers to the named appenders. */
    static String configuration(String appenders, String... names) {
        String references = Stream.of(names)
                .map(name -> "<appender-ref ref='" + name + "'/>")
                .collect(Collectors.joining());
        return "<configuration>" + appenders + "<root level='INFO'>" + references + "</root></configuration>";
    }

    static String appender(String name, Class<?> type, String body) {
        return "<appender name='" + name + "' class='" + type.getName() + "'>" + body + "</appender>";
    }
}
