package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.runWithSwitch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.InboundText;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout.EventTemplateAdditionalField;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the output of templates without our resolver with the output of Log4j alone. */
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class EveryTemplateTest {

    private static final String SWITCH = "telemetry.context.log4j2.templates";

    private static final TelemetryContext FULL = TelemetryContext.builder()
            .sessionId("42")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    private static JsonTemplateLayout.Builder builder() {
        return JsonTemplateLayout.newBuilder().setConfiguration(new DefaultConfiguration());
    }

    private static JsonTemplateLayout layout(String template) {
        return inline(template).build();
    }

    private static JsonTemplateLayout.Builder inline(String template) {
        return builder().setEventTemplate(template.replace('\'', '"'));
    }

    /** Creates a layout without our interceptor. */
    private static <T> T switchedOff(Supplier<T> made) {
        System.setProperty(SWITCH, "false");
        try {
            return made.get();
        } finally {
            System.clearProperty(SWITCH);
        }
    }

    private static LogEvent event(StringMap data) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("app")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("line"))
                .setThreadName("main")
                .setTimeMillis(1234)
                .setContextData(data)
                .build();
    }

    private static StringMap fullAndMore() {
        MergedData data = new MergedData(ContextFields.of(FULL));
        data.putValue("user", "u-1");
        data.putValue("zone", 7);
        return data;
    }

    private static String line(String template) {
        return layout(template).toSerializable(event(fullAndMore())).strip();
    }

    @ParameterizedTest
    @CsvSource({
        "EcsLayout.json, , false",
        "LogstashJsonEventLayoutV1.json, mdc, true",
        "GelfLayout.json, , false",
        "GcpLayout.json, logging.googleapis.com/labels, false",
        "JsonLayout.json, contextMap, false",
    })
    void keepsKeysAndValuesOfStockTemplates(String uri, @Nullable String place, boolean typed) {
        Supplier<JsonTemplateLayout> made =
                () -> builder().setEventTemplateUri("classpath:" + uri).build();
        for (StringMap data : List.of(fullAndMore(), ContextFields.of(FULL), ContextFields.NONE)) {
            JsonTemplateLayout ours = made.get();
            JsonTemplateLayout log4j = switchedOff(made);
            for (int event = 0; event < 3; event++) {
                Map<String, Object> line = Json.map(ours.toSerializable(event(data)));
                Map<String, Object> expected = Json.map(log4j.toSerializable(event(data)));
                assertThat(keysAround(line)).isEqualTo(keysAround(expected));
                assertThat(asText(line)).isEqualTo(expected);
                assertThat(line.toString().contains("sampling_iteration=3")).isEqualTo(!data.isEmpty());
                Map<?, ?> entries = place == null ? line : (Map<?, ?>) line.getOrDefault(place, Map.of());
                entries.forEach((key, value) -> {
                    if (String.valueOf(key).endsWith("sampling_iteration")) {
                        assertThat(value).isEqualTo(typed ? (Object) 3 : "3");
                    }
                });
            }
        }
    }

    /** Returns all keys in their order, with one placeholder for the context data. */
    private static List<String> keysAround(Map<String, Object> line) {
        List<String> keys = new ArrayList<>();
        for (String key : line.keySet()) {
            String name = key.startsWith("_") ? key.substring(1) : key;
            boolean entry = EventFields.isKey(name) || List.of("user", "zone").contains(name);
            if (!entry) {
                keys.add(key);
            } else if (keys.isEmpty() || !keys.get(keys.size() - 1).equals("entries")) {
                keys.add("entries");
            }
        }
        return keys;
    }

    private static Map<String, Object> asText(Map<String, Object> line) {
        Map<String, Object> texts = new LinkedHashMap<>();
        line.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> inner = new LinkedHashMap<>();
                map.forEach((k, v) -> inner.put(String.valueOf(k), v));
                texts.put(key, asText(inner));
            } else {
                texts.put(key, key.endsWith("sampling_iteration") ? String.valueOf(value) : value);
            }
        });
        return texts;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'m':{'$resolver':'mdc'},'z':2} | {'a':1,'m':{FIELDS,'user':'u-1','zone':7},'z':2}",
                "{'a':1,'m':{'$resolver':'mdc','flatten':false}} | {'a':1,'m':{FIELDS,'user':'u-1','zone':7}}",
                "{'a':1,'m':{'$resolver':'mdc','flatten':true},'z':2} | {'a':1,FIELDS,'user':'u-1','zone':7,'z':2}",
                "{'m':{'$resolver':'mdc','flatten':{'prefix':'_'}},'z':2} |"
                        + " {'_session_id':'42','_request_id':'r-1','_model_id':'granite','_sampling_iteration':3,"
                        + "'_user':'u-1','_zone':7,'z':2}",
                "{'m':{'$resolver':'mdc','stringified':true}} | {'m':{TEXTS,'user':'u-1','zone':'7'}}",
                "{'m':{'$resolver':'mdc','flatten':{},'stringified':true}} | {TEXTS,'user':'u-1','zone':'7'}",
                "[{'$resolver':'mdc'},[{'x':{'$resolver':'mdc'}}]] |"
                        + " [{FIELDS,'user':'u-1','zone':7},[{'x':{FIELDS,'user':'u-1','zone':7}}]]",
                "{'$resolver':'mdc'} | {FIELDS,'user':'u-1','zone':7}",
                "{'i':{'$resolver':'mdc','key':'sampling_iteration'}} | {'i':3}",
                "['a',{'$resolver':'mdc','key':'sampling_iteration','flatten':false}] | ['a',3]",
                "{'i':{'$resolver':'mdc','key':'sampling_iteration','stringified':true}} | {'i':'3'}",
                "{'s':{'$resolver':'mdc','key':'session_id'},'z':{'$resolver':'mdc','key':'zone'}} | {'s':'42','z':7}",
                "ADDED | {'added':{FIELDS,'user':'u-1','zone':7}}",
            })
    void writesNumberForResolversOfInlineTemplates(String template, String expected) {
        String fields = "'session_id':'42','request_id':'r-1','model_id':'granite','sampling_iteration':";
        String json = template.equals("ADDED") ? "'ADDED'" : template;
        assertThat(line(json))
                .isEqualTo(expected.replace("FIELDS", fields + "3")
                        .replace("TEXTS", fields + "'3'")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'m':{'$resolver':'mdc','pattern':'s.*'}}",
                "{'m':{'$resolver':'mdc','flatten':{'prefix':'_'},'pattern':'s(.*)','replacement':'x$1'}}",
                "{'m':{'$resolver':'caseConverter','case':'upper','errorHandlingStrategy':'fail',"
                        + "'input':{'$resolver':'mdc','key':'sampling_iteration'}}}",
                "{'m':{'$resolver':'thread','field':'name'},'n':null,'t':true,'d':1.5,'s':'mdc','o':{},'l':[]}",
            })
    void doesNotChangeOtherResolvers(String template) {
        assertThat(line(template)).isEqualTo(switchedOff(() -> line(template)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'m':{'$resolver':'mdc','flatten':'yes'}}",
                "{'m':{'$resolver':'mdc','flatten':{'prefix':1}}}",
                "{'m':{'$resolver':'mdc','stringified':'yes'}}",
                "{'m':{'$resolver':'mdc','key':1}}",
                "{'m':{'$resolver':'mdc','key':'sampling_iteration','flatten':true}}",
                "{'m':{'$resolver':'mdc','key':'sampling_iteration','pattern':'x'}}",
                "{'m':{'$resolver':'mdc','replacement':'x'}}",
                "[{'$resolver':'mdc','flatten':true}]",
                "{'m':{'$resolver':null}}",
                "{'m':{'$resolver':'unknown'}}",
            })
    void keepsErrorsOfLog4j(String template) {
        Throwable before = switchedOff(() -> catchThrowable(() -> layout(template)));
        assertThat(before).isNotNull();
        assertThat(catchThrowable(() -> layout(template)))
                .isInstanceOf(before.getClass())
                .hasMessage(before.getMessage());
    }

    @Test
    void writesNumberForAdditionalFields() {
        JsonTemplateLayout layout = inline("{'a': 1}")
                .setEventTemplateAdditionalFields(new EventTemplateAdditionalField[] {
                    EventTemplateAdditionalField.newBuilder()
                            .setKey("i")
                            .setValue("{\"$resolver\": \"mdc\", \"key\": \"sampling_iteration\"}")
                            .setFormat(EventTemplateAdditionalField.Format.JSON)
                            .build()
                })
                .setEventTemplateRootObjectKey("root")
                .build();
        assertThat(layout.toSerializable(event(ContextFields.of(FULL))).strip())
                .isEqualTo("{\"root\":{\"a\":1,\"i\":3}}");
    }

    @Test
    void writesNullForArrayElementWithoutData() {
        String template = "[{'$resolver':'mdc'},{'$resolver':'mdc','key':'sampling_iteration'}]";
        assertThat(layout(template).toSerializable(event(ContextFields.NONE)).strip())
                .isEqualTo("[null,null]");
    }

    /** Tests all forms of the resolver with data of all types. */
    @Test
    void writesSameEntriesAsLog4j() {
        RandomData.forSeeds(400, data -> {
            boolean text = data.bool();
            String prefix = data.oneOf(List.of("", "_", "x.y "));
            String template = "{'first':1,'m':{'$resolver':'mdc','stringified':" + text + ",'flatten':"
                    + data.oneOf(List.of("true", "{'prefix':'" + prefix + "'}")) + "}}";
            String realPrefix = template.contains("prefix") ? prefix : "";
            int limit = data.oneOf(List.of(7, 17, 18, 20, 1000));
            Supplier<JsonTemplateLayout> made = () -> inline(template)
                    .setMaxStringLength(limit)
                    .setTruncatedStringSuffix("~")
                    .build();
            JsonTemplateLayout ours = made.get();
            JsonTemplateLayout log4j = switchedOff(made);
            StringMap map = data(data);
            Map<String, Object> expected = Json.map(log4j.toSerializable(event(map)));
            Object iteration = map.getValue("sampling_iteration");
            if (!text && iteration instanceof String string && InboundText.isInteger(string)) {
                String key = realPrefix + "sampling_iteration";
                expected.put(key.length() <= limit ? key : key.substring(0, limit) + "~", Integer.valueOf(string));
            }
            for (int event = 0; event < 4; event++) {
                assertThat(Json.map(ours.toSerializable(event(map)))).isEqualTo(expected);
            }
        });
    }

    private static StringMap data(RandomData data) {
        ContextFields fields = ContextFields.of(data.context());
        switch (data.upTo(2)) {
            case 0 -> {
                return fields;
            }
            case 1 -> {
                MergedData merged = new MergedData(fields);
                data.entries().forEach(merged::putValue);
                return merged;
            }
            default -> {
                StringMap any = new SortedArrayStringMap();
                data.list(
                                0,
                                6,
                                () -> Map.entry(
                                        data.oneOf(RandomData.KEYS),
                                        data.oneOf(List.of(
                                                data.text(),
                                                "12",
                                                "007",
                                                7,
                                                7L,
                                                1.5,
                                                true,
                                                List.of("a", 1),
                                                Map.of("k", "v")))))
                        .forEach(entry -> any.putValue(entry.getKey(), entry.getValue()));
                return any;
            }
        }
    }

    /** Writes one context with two prefixes, as text and with our resolver. */
    @Test
    void differentLayoutsShareOneContext() {
        List<JsonTemplateLayout> layouts = List.of(
                layout("{'m':{'$resolver':'mdc','flatten':{'prefix':'_'}}}"),
                layout("{'m':{'$resolver':'mdc','flatten':{'prefix':'-'}}}"),
                layout("{'m':{'$resolver':'mdc','flatten':{'prefix':'_'},'stringified':true}}"),
                layout("{'m':{'$resolver':'telemetryContext','flatten':{'prefix':'_'},'stringified':true}}"));
        ContextFields fields = ContextFields.of(
                TelemetryContext.builder().sessionId("s").samplingIteration(-7).build());
        for (int event = 0; event < 4; event++) {
            assertThat(layouts.stream()
                            .map(layout -> layout.toSerializable(event(fields)).strip()))
                    .containsExactly(
                            "{\"_session_id\":\"s\",\"_sampling_iteration\":-7}",
                            "{\"-session_id\":\"s\",\"-sampling_iteration\":-7}",
                            "{\"_session_id\":\"s\",\"_sampling_iteration\":\"-7\"}",
                            "{\"_session_id\":\"s\",\"_sampling_iteration\":-7}");
        }
    }

    /** The application may set a value that can't be converted to text. */
    @Test
    void omitsOnlyEntryOfFailingValue() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        };
        StringMap data = new SortedArrayStringMap();
        data.putValue("sampling_iteration", broken);
        data.putValue("session_id", broken);
        data.putValue("user", "u-1");
        String template = "{'m':{'$resolver':'mdc'},'i':{'$resolver':'mdc','key':'sampling_iteration'}}";
        assertThat(layout(template).toSerializable(event(data)).strip()).isEqualTo("{\"m\":{\"user\":\"u-1\"}}");
    }

    @ParameterizedTest
    @EnumSource
    void writesNumberForEveryDelivery(Delivery delivery) {
        String layout = "<JsonTemplateLayout eventTemplateUri='classpath:LogstashJsonEventLayoutV1.json'>"
                + "<EventTemplateAdditionalField key='i' format='JSON'"
                + " value='{\"$resolver\": \"mdc\", \"key\": \"sampling_iteration\"}'/></JsonTemplateLayout>";
        try (Log4j log4j = Log4j.start(delivery, layout)) {
            FULL.wrap(() -> log4j.logger().info("alone")).run();
            ThreadContext.put("user", "u-1");
            FULL.wrap(() -> log4j.logger().info("beside")).run();
            ThreadContext.put("sampling_iteration", "none");
            FULL.wrap(() -> log4j.logger().info("theirs")).run();

            List<Map<String, Object>> lines =
                    log4j.json().stream().map(Json::map).toList();
            Map<String, Object> fields = FULL.toMap();
            assertThat(lines).extracting(line -> line.get("i")).containsExactly(3, 3, "none");
            assertThat(lines)
                    .extracting(line -> line.get("mdc"))
                    .containsExactly(
                            fields,
                            with(fields, Map.of("user", "u-1")),
                            with(fields, Map.of("user", "u-1", "sampling_iteration", "none")));
        }
    }

    private static Map<String, Object> with(Map<String, Object> entries, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(entries);
        all.putAll(more);
        return all;
    }

    @Test
    void resolverOfUserTakesPrecedence() {
        assertThat(line("{'OVERRIDDEN':1,'m':{'$resolver':'mdc','any':2}}"))
                .isEqualTo("{\"OVERRIDDEN\":1,\"m\":\"of the user\"}");
    }

    @Test
    @SuppressWarnings("NullAway") // the null makes processing fail
    void returnsSameTemplateWhenProcessingFails() {
        Object template = List.of();
        assertThat(TelemetryContextTemplateInterceptor.getInstance()
                        .processTemplateBeforeResolverInjection(null, template))
                .isSameAs(template);
    }

    @Test
    void doesNotChangeTemplateWhenDisabled() {
        String template = "{'m':{'$resolver':'mdc'},'i':{'$resolver':'mdc','key':'sampling_iteration'}}";
        assertThat(switchedOff(() -> layout(template))
                        .toSerializable(event(ContextFields.of(FULL)))
                        .strip())
                .isEqualTo("{\"m\":{\"model_id\":\"granite\",\"request_id\":\"r-1\",\"sampling_iteration\":\"3\","
                        + "\"session_id\":\"42\"},\"i\":\"3\"}");
    }

    @ParameterizedTest
    @CsvSource({"false, '', '\"3\"'", "no, WARN, 3", "true, '', 3"})
    void systemPropertyDisablesInterceptor(String value, String level, String iteration) {
        Result result = runWithSwitch("forked-stock.xml", SWITCH, value, level);

        assertThat(result.out()).element(1).asString().endsWith("\"iteration\":" + iteration + "}");
    }
}
