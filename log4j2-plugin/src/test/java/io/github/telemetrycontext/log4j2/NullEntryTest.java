package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.spi.DefaultThreadContextMap;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Tests null entries, which code leaves when it restores an absent entry. They hide no field and are not written. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class NullEntryTest {

    private static final TelemetryContext CONTEXT =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(3).build();

    private static final String PATTERN = "<PatternLayout pattern='%m [%X{session_id}] %X%n'/>";

    private final TelemetryContextDataProvider provider = new TelemetryContextDataProvider();

    @AfterEach
    void unregisterProviders() {
        ThreadContextDataInjector.contextDataProviders.clear();
    }

    private static void leaveNullEntries() {
        for (String key : Json.FIELD_KEYS) {
            ThreadContext.put(key, null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void patternsShowFields(Delivery delivery) {
        leaveNullEntries();
        try (Log4j log4j = Log4j.start(delivery, PATTERN)) {
            CONTEXT.wrap(() -> log4j.logger().info("inside")).run();

            assertThat(log4j.lines()).containsExactly("inside [s-1] {sampling_iteration=3, session_id=s-1}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void jsonShowsFields(Delivery delivery) {
        leaveNullEntries();
        ThreadContext.put("user", "u-1");
        try (Log4j log4j = Log4j.start(delivery, Log4j.PLAIN_JSON)) {
            CONTEXT.wrap(() -> log4j.logger().info("inside")).run();

            assertThat(Json.map(log4j.onlyJson()).get("mdc"))
                    .isEqualTo(Map.of("session_id", "s-1", "sampling_iteration", 3, "user", "u-1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void resolverShowsFields(Delivery delivery) {
        leaveNullEntries();
        ThreadContext.put("user", "u-1");
        String template = "{\"all\": {\"$resolver\": \"telemetryContext\", \"select\": \"all\"},"
                + " \"session\": {\"$resolver\": \"telemetryContext\", \"field\": \"session_id\"},"
                + " \"rest\": {\"$resolver\": \"telemetryContext\", \"select\": \"rest\"}}";
        try (Log4j log4j = Log4j.start(delivery, "<JsonTemplateLayout eventTemplate='" + template + "'/>")) {
            CONTEXT.wrap(() -> log4j.logger().info("inside")).run();

            assertThat(log4j.lines())
                    .containsExactly("{\"all\":{\"session_id\":\"s-1\",\"sampling_iteration\":3,\"user\":\"u-1\"},"
                            + "\"session\":\"s-1\",\"rest\":{\"user\":\"u-1\"}}");
        }
    }

    @Test
    void showsFieldsNextToFieldOfApplication() {
        leaveNullEntries();
        ThreadContext.put("session_id", "theirs");
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, PATTERN)) {
            CONTEXT.wrap(() -> log4j.logger().info("inside")).run();

            assertThat(log4j.lines()).containsExactly("inside [theirs] {sampling_iteration=3, session_id=theirs}");
        }
    }

    @Test
    void showsFieldsNextToOtherProvider() throws Exception {
        ThreadContextDataInjector.contextDataProviders.add(() -> Map.of("trace_id", "t-1"));
        ContextDataInjector log4js =
                JvmMode.injectorOfLog4j().getDeclaredConstructor().newInstance();
        for (ContextDataInjector injector : List.of(new TelemetryContextDataInjector(), log4js)) {
            leaveNullEntries();
            Map<String, String> data = CONTEXT.wrapSupplier(
                            () -> injector.injectContextData(null, ContextDataFactory.createContextData())
                                    .toMap())
                    .get();

            assertThat(data).containsEntry("session_id", "s-1").containsEntry("trace_id", "t-1");
            assertThat(data.values()).doesNotContainNull();
        }
    }

    @Test
    @Tag("log4j-2.24-or-injector")
    void lookupsAndFiltersSeeFields() {
        leaveNullEntries();
        String configuration = Delivery.DIRECT
                .configuration("<PatternLayout pattern='%m $${ctx:session_id:-none}%n'/>")
                .replace("<Appenders>", """
                        <ThreadContextMapFilter onMatch="NEUTRAL" onMismatch="DENY">
                          <KeyValuePair key="session_id" value="s-1"/>
                        </ThreadContextMapFilter>
                        <Appenders>""");
        try (Log4j log4j = Log4j.start(configuration)) {
            Logger log = log4j.logger();
            CONTEXT.wrap(() -> log.info("match")).run();
            log.info("no session");

            assertThat(log4j.lines()).containsExactly("match s-1");
        }
    }

    @Test
    void providerTreatsNullAsAbsent() {
        CONTEXT.wrap(() -> {
                    leaveNullEntries();
                    assertThat(provider.getValue("session_id")).isEqualTo("s-1");
                    assertThat(provider.supplyContextData()).isEqualTo(CONTEXT.toStringMap());
                    leaveNullEntries();
                    assertThat(provider.supplyStringMap()).isSameAs(ContextFields.of(CONTEXT));
                })
                .run();
    }

    @Test
    @SuppressWarnings("deprecation") // older versions of Log4j call it
    void injectorTreatsNullAsAbsent() {
        TelemetryContextDataInjector injector = new TelemetryContextDataInjector();
        CONTEXT.wrap(() -> {
                    leaveNullEntries();
                    ReadOnlyStringMap raw = injector.rawContextData();
                    assertThat(raw.<String>getValue("session_id")).isEqualTo("s-1");
                    leaveNullEntries();
                    assertThat(injector.injectContextData(null, null).toMap()).isEqualTo(CONTEXT.toStringMap());
                })
                .run();
        leaveNullEntries();
        assertThat(injector.injectContextData(null, null).isEmpty()).isTrue();
    }

    @Test
    @SuppressWarnings("deprecation") // older versions of Log4j call it
    void onlyLog4jsInjectorRemovesNullEntries() throws Exception {
        TelemetryContextDataInjector injector = new TelemetryContextDataInjector();
        ContextDataInjector log4js =
                JvmMode.injectorOfLog4j().getDeclaredConstructor().newInstance();
        leaveNullEntries();
        CONTEXT.wrap(() -> {
                    provider.getValue("session_id");
                    injector.injectContextData(null, ContextDataFactory.createContextData());
                    injector.rawContextData();
                    assertThat(ThreadContext.getContext()).containsOnlyKeys(Json.FIELD_KEYS);

                    log4js.injectContextData(null, ContextDataFactory.createContextData());
                    assertThat(ThreadContext.isEmpty()).isTrue();
                })
                .run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void keepsLoggingWhenContextMapRejectsRemoval(String injector) {
        Result result = configured("forked-pattern.xml")
                .property("telemetry.context.log4j2.injector", injector)
                .property("log4j2.threadContextMap", RejectsRemoval.class.getName())
                .run(WithNullEntry.class);

        assertThat(result.out())
                .singleElement()
                .asString()
                .contains("sampling_iteration=3", injector.equals("true") ? "session_id=s-1" : "session_id=");
        assertThat(result.err()).isEmpty();
    }

    /** An application with a null entry. */
    static final class WithNullEntry {

        private WithNullEntry() {}

        public static void main(String[] arguments) {
            ThreadContext.put("session_id", null);
            CONTEXT.wrap(() -> LogManager.getLogger("app").info("inside")).run();
        }
    }

    /** A context map of another library that does not support removal. */
    public static final class RejectsRemoval extends DefaultThreadContextMap {

        private static final long serialVersionUID = 1L;

        @Override
        public void remove(String key) {
            throw new UnsupportedOperationException(key);
        }
    }

    /** Log4j's injector keeps null values, as it does without this library. */
    @Test
    void injectorOmitsNullOnlyForTelemetryKeys() {
        Map<String, String> nulls = new HashMap<>(Collections.singletonMap("user", null));
        nulls.put("session_id", null);
        ThreadContextDataInjector.contextDataProviders.add(() -> nulls);
        TelemetryContextDataInjector injector = new TelemetryContextDataInjector();

        assertThat(injector.injectContextData(null, null).toMap()).isEqualTo(Collections.singletonMap("user", null));
    }

    @Test
    void showsFieldsAfterMdcRestoresAbsentEntry() {
        String old = MDC.get("session_id");
        MDC.put("session_id", "mine");
        MDC.put("session_id", old);

        assertThat(ThreadContext.containsKey("session_id")).isTrue();
        assertThat(lineInside()).isEqualTo("inside [s-1] {sampling_iteration=3, session_id=s-1}");
    }

    @Test
    void showsFieldsAfterMdcStackIsEmpty() {
        MDC.pushByKey("session_id", "pushed");
        assertThat(lineInside()).isEqualTo("inside [pushed] {sampling_iteration=3, session_id=pushed}");
        MDC.popByKey("session_id");

        assertThat(ThreadContext.containsKey("session_id")).isTrue();
        assertThat(lineInside()).isEqualTo("inside [s-1] {sampling_iteration=3, session_id=s-1}");
    }

    private static String lineInside() {
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, PATTERN)) {
            CONTEXT.wrap(() -> log4j.logger().info("inside")).run();
            return log4j.lines().get(0);
        }
    }
}
