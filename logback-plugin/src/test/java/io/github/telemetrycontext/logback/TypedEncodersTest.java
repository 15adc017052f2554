package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.HostileText;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.mdc.MdcEntryWriter;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.layout.LogstashLayout;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

/** Tests that encoders of logstash-logback-encoder write the iteration as a number, without any configuration. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class TypedEncodersTest {

    private static final String SWITCH = "telemetry.context.logback.typed";
    private static final String STOCK = logstash("");
    private static final String COMPOSITE = composite("<mdc/>");

    @AfterEach
    void clear() {
        System.clearProperty(SWITCH);
    }

    @Test
    void writesNumberWithoutConfiguration() {
        try (Logback logback = Logback.withPlugin().configure(STOCK)) {
            assertTyped(logback);
        }
    }

    @Test
    void writesTextWithoutPlugin() {
        try (Logback logback = Logback.withoutPlugin().configure(STOCK)) {
            logback.mdc.put("sampling_iteration", "3");
            logback.logger().info("control");
            logback.mdc.clear();

            assertThat(logback.lastLine()).contains("\"sampling_iteration\":\"3\"");
        }
    }

    @Test
    void writesTextWhenDisabled() {
        System.setProperty(SWITCH, "false");
        try (Logback logback = Logback.withPlugin().configure(STOCK)) {
            log(logback);

            assertThat(logback.lines())
                    .hasSize(2)
                    .allMatch(line ->
                            line.contains("\"session_id\":\"42\",\"model_id\":\"m\",\"sampling_iteration\":\"3\""));
        }
    }

    @Test
    void findsEncodersThatWereConfiguredBeforeThePlugin() {
        try (Logback logback = Logback.withoutPlugin().configure(STOCK)) {
            TelemetryMdcAdapter.install(logback.context);

            assertTyped(logback);
        }
    }

    @Test
    void findsEncodersOfEachConfiguration() {
        try (Logback logback = Logback.withPlugin().configure(STOCK)) {
            logback.context.reset();
            logback.configure(COMPOSITE);
            assertTyped(logback);

            logback.context.stop();
            logback.context.start();
            logback.configure(STOCK);
            assertTyped(logback);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<mdc/>",
                "<nestedField><fieldName>outer</fieldName><providers><mdc/></providers></nestedField>",
                "<mdc><fieldName>outer</fieldName></mdc>"
            })
    void findsProvidersOfCompositeEncoders(String provider) {
        try (Logback logback = Logback.withPlugin().configure(composite(provider))) {
            assertTyped(logback);
        }
    }

    @Test
    void findsEncodersInsideOtherAppenders() {
        String inner =
                Xml.appender("OUT", MemoryAppender.class, "<encoder class='" + LogstashEncoder.class.getName() + "'/>");
        String outer = Xml.appender("ASYNC", AsyncAppender.class, "<appender-ref ref='OUT'/>");
        try (Logback logback = Logback.withPlugin().configure(Xml.configuration(inner + outer, "ASYNC"))) {
            MemoryAppender out = logback.appender("OUT", MemoryAppender.class);
            log(logback);
            logback.appender("ASYNC", AsyncAppender.class).stop();

            assertThat(out.lines()).hasSize(2).allMatch(line -> line.contains("\"sampling_iteration\":3"));
        }
    }

    @Test
    void findsLayouts() {
        String encoder = Logback.memory(
                "",
                "class='" + LayoutWrappingEncoder.class.getName() + "'",
                "<layout class='" + LogstashLayout.class.getName() + "'/>");
        try (Logback logback = Logback.withPlugin().configure(encoder)) {
            log(logback);

            assertThat(logback.lines().get(0)).contains("\"sampling_iteration\":3");
        }
    }

    @Test
    void keepsOptionsOfTheProvider() {
        String options = "<includeMdcKeyName>session_id</includeMdcKeyName>"
                + "<includeMdcKeyName>sampling_iteration</includeMdcKeyName>"
                + "<mdcKeyFieldName>sampling_iteration=attempt</mdcKeyFieldName>";
        try (Logback logback = Logback.withPlugin().configure(logstash(options))) {
            log(logback);

            assertThat(logback.lines())
                    .hasSize(2)
                    .allMatch(line -> line.endsWith("\"session_id\":\"42\",\"attempt\":3}"));
        }
    }

    @Test
    void writesOtherEntriesAsBefore() {
        try (Logback logback = Logback.withPlugin().configure(STOCK)) {
            logback.mdc.put("user", "7");
            logback.mdc.put("nothing", null);
            log(logback);
            logback.mdc.put("model_id", "mine");
            log(logback);
            logback.mdc.clear();

            assertThat(logback.lines().subList(0, 2))
                    .allMatch(line -> line.endsWith(
                            "\"session_id\":\"42\",\"model_id\":\"m\",\"sampling_iteration\":3,\"user\":\"7\"}"));
            assertThat(logback.lines().subList(2, 4))
                    .allMatch(line -> line.endsWith(
                            "\"session_id\":\"42\",\"model_id\":\"mine\",\"sampling_iteration\":3,\"user\":\"7\"}"));
        }
    }

    /** Writes each value in brackets. */
    public static final class Brackets implements MdcEntryWriter {

        @Override
        public boolean writeMdcEntry(JsonGenerator generator, String fieldName, String mdcKey, String mdcValue) {
            generator.writeStringProperty(fieldName, "[" + mdcValue + "]");
            return true;
        }
    }

    @Test
    void keepsEntryWriterOfUser() {
        String writer = "<mdcEntryWriter class='" + Brackets.class.getName() + "'/>";
        try (Logback logback = Logback.withPlugin().configure(logstash(writer))) {
            log(logback);

            assertThat(logback.lines()).hasSize(2).allMatch(line -> line.contains("\"sampling_iteration\":\"[3]\""));
        }
    }

    /** A provider of the user. */
    public static final class OwnProvider extends MdcJsonProvider {

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            generator.writeStringProperty("own", event.getMDCPropertyMap().get("sampling_iteration"));
        }
    }

    @Test
    void keepsProviderOfUser() {
        String provider = "<provider class='" + OwnProvider.class.getName() + "'/>";
        try (Logback logback = Logback.withPlugin().configure(composite(provider))) {
            log(logback);

            assertThat(logback.lines()).containsExactly("{\"own\":\"3\"}", "{\"own\":\"3\"}");
        }
    }

    /** Compares the first event of a context with later ones, which copy the encoded fields. */
    @Nested
    class CachedFields {

        @Test
        void equalEncodedFieldsForAnyText() {
            try (Logback logback = Logback.withPlugin().configure(COMPOSITE)) {
                MemoryAppender out = logback.appender("OUT", MemoryAppender.class);
                HostileText.forSeeds(2_000, text -> {
                    TelemetryContext context = TelemetryContext.builder()
                            .sessionId(text.orNull(text::ofAnyKind))
                            .requestId(text.orNull(text::ofAnyKind))
                            .modelId(text.orNull(() -> text.ofLength(5_000)))
                            .samplingIteration(text.orNull(text::anyInt))
                            .build();
                    out.clear();
                    for (int i = 0; i < 3; i++) {
                        context.run(() -> logback.logger().info("event"));
                    }
                    assertThat(out.lines()).hasSize(3);
                    assertThat(out.lines().stream().distinct()).hasSize(1);
                });
            }
        }

        /** An option of the encoder, and a part of the resulting output. */
        enum Option {
            PRETTY_PRINTING(
                    "net.logstash.logback.decorate.PrettyPrintingDecorator", "", "\n  \"session_id\" : \"é/s\""),
            ASCII(
                    "net.logstash.logback.decorate.json.JsonWriteFeatureDecorator",
                    "<enable>ESCAPE_NON_ASCII</enable>",
                    "\"session_id\":\"\\u00E9/s\""),
            SLASHES(
                    "net.logstash.logback.decorate.json.JsonWriteFeatureDecorator",
                    "<enable>ESCAPE_FORWARD_SLASHES</enable>",
                    "\"session_id\":\"é\\/s\""),
            TEXT_FOR_NUMBERS(
                    "net.logstash.logback.decorate.json.JsonWriteFeatureDecorator",
                    "<enable>WRITE_NUMBERS_AS_STRINGS</enable>",
                    "\"sampling_iteration\":\"1\""),
            ESCAPES(
                    "net.logstash.logback.decorate.json.CharacterEscapesDecorator",
                    "<escape><target>s</target><escapeSequence>#</escapeSequence></escape>",
                    "\"é/#\"");

            final String xml;
            final String made;

            Option(String decorator, String body, String made) {
                this.xml = "<decorator class='" + decorator + "'>" + body + "</decorator>";
                this.made = made;
            }
        }

        @ParameterizedTest
        @EnumSource
        void equalEncodedFieldsWithEncoderOptions(Option option) {
            assertAllEventsEqual(option.xml, option.made);
        }

        private static void assertAllEventsEqual(String option, String made) {
            TelemetryContext context = TelemetryContext.builder()
                    .sessionId("é/s")
                    .samplingIteration(1)
                    .build();
            try (Logback logback = Logback.withPlugin().configure(composite("<mdc/>", option))) {
                for (int i = 0; i < 3; i++) {
                    context.run(() -> logback.logger().info("event"));
                }

                String out = logback.appender("OUT", MemoryAppender.class).text();
                assertThat(out)
                        .contains(made)
                        .isEqualTo(out.substring(0, out.length() / 3).repeat(3));
            }
        }

        @Test
        void equalEncodedFieldsWithMaskedValues() {
            String mask = "<decorator class='" + MaskingJsonGeneratorDecorator.class.getName()
                    + "'><path>session_id</path><value>^secret.*</value></decorator>";
            TelemetryContext context = TelemetryContext.builder()
                    .sessionId("s-1")
                    .requestId("secret-1")
                    .samplingIteration(1)
                    .build();
            try (Logback logback = Logback.withPlugin().configure(logstash(mask))) {
                context.run(() -> logback.logger().info("first"));
                context.run(() -> logback.logger().info("second"));
                context.run(() -> logback.logger().info("third"));

                assertThat(logback.lines())
                        .hasSize(3)
                        .allMatch(line -> line.endsWith(
                                "\"session_id\":\"****\",\"request_id\":\"****\",\"sampling_iteration\":1}"));
            }
        }
    }

    /** Writes no entry. Waits for the test while an encoder iterates over its writers. */
    public static final class Waiting implements MdcEntryWriter {

        private static final CountDownLatch ENTERED = new CountDownLatch(1);
        private static final CountDownLatch INSTALLED = new CountDownLatch(1);

        @Override
        public boolean writeMdcEntry(JsonGenerator generator, String fieldName, String mdcKey, String mdcValue) {
            ENTERED.countDown();
            try {
                return !INSTALLED.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        }
    }

    @Test
    void losesNoEventWrittenDuringInstallation() throws Exception {
        String writer = "<mdcEntryWriter class='" + Waiting.class.getName() + "'/>";
        try (Logback logback = Logback.withoutPlugin().configure(logstash(writer))) {
            Thread application = new Thread(() -> {
                logback.mdc.put("user", "u");
                logback.logger().info("event");
            });
            application.start();
            assertThat(Waiting.ENTERED.await(30, TimeUnit.SECONDS)).isTrue();
            TelemetryMdcAdapter.install(logback.context);
            Waiting.INSTALLED.countDown();
            application.join();

            assertThat(logback.lines()).singleElement().asString().endsWith("\"user\":\"u\"}");
        }
    }

    private static void assertTyped(Logback logback) {
        log(logback);

        assertThat(logback.lines()).hasSize(2).allMatch(line -> line.contains("\"sampling_iteration\":3"));
        assertThat(logback.lines()).allMatch(line -> line.contains("\"session_id\":\"42\",\"model_id\":\"m\","));
        assertThat(logback.problems()).isEmpty();
    }

    private static void log(Logback logback) {
        try (var scope = TelemetryContext.with()
                .sessionId("42")
                .modelId("m")
                .samplingIteration(3)
                .open()) {
            logback.logger().info("first");
            logback.logger().info("second");
        }
    }

    private static String logstash(String body) {
        return Logback.memory("", "class='" + LogstashEncoder.class.getName() + "'", body);
    }

    private static String composite(String providers, String... options) {
        return Logback.memory(
                "",
                "class='" + LoggingEventCompositeJsonEncoder.class.getName() + "'",
                "<providers>" + providers + "</providers>" + String.join("", options));
    }
}
