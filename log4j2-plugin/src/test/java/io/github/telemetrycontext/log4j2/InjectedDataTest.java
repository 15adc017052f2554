package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the data from our injector where it differs from Log4j's injectors. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class InjectedDataTest {

    private final TelemetryContext context =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(3).build();

    @AfterEach
    void unregisterProviders() {
        ThreadContextDataInjector.contextDataProviders.clear();
    }

    private StringMap inject(@Nullable List<Property> properties) {
        TelemetryContextDataInjector injector = new TelemetryContextDataInjector();
        return context.wrapSupplier(
                        () -> injector.injectContextData(properties, ContextDataFactory.createContextData()))
                .get();
    }

    private static void register(ContextDataProvider provider) {
        ThreadContextDataInjector.contextDataProviders.add(provider);
    }

    @Test
    void returnsMapOfContextWhenNoOtherSourceHasData() {
        StringMap data = inject(null);
        assertThat(data).isSameAs(ContextFields.of(context));
        assertThat(data.isFrozen()).isTrue();
        assertThat(inject(List.of())).isSameAs(data);

        register(Map::of);
        assertThat(inject(null)).isSameAs(data);
    }

    @Test
    void returnsNewMapWhenAnotherSourceHasData() {
        ThreadContext.put("user", "u-1");
        StringMap data = inject(null);
        assertThat(data).isNotSameAs(ContextFields.of(context));
        assertThat(data.toMap()).isEqualTo(Map.of("session_id", "s-1", "sampling_iteration", "3", "user", "u-1"));
        assertThat(ContextFields.of(context).toMap()).isEqualTo(context.toStringMap());
    }

    @Test
    void ignoresLaterChangesOfOtherProviders() {
        Map<String, String> live = new HashMap<>(Map.of("user", "u-1"));
        register(() -> live);
        StringMap data = new TelemetryContextDataInjector().injectContextData(null, null);
        live.put("user", "u-2");
        assertThat(data.toMap()).isEqualTo(Map.of("user", "u-1"));
    }

    /** The garbage-free injector copies the array of the fields, with its capacity, into the map of the previous event. */
    @Test
    void log4jsInjectorAddsEntriesToFieldsInReusedMap() throws Exception {
        register(new TelemetryContextDataProvider());
        register(() -> Map.of("user", "u-1"));
        ContextDataInjector log4j =
                JvmMode.injectorOfLog4j().getDeclaredConstructor().newInstance();
        StringMap reusable = new SortedArrayStringMap();
        log4j.injectContextData(null, reusable);
        reusable.clear();

        TelemetryContext full =
                context.toBuilder().requestId("r-1").modelId("m-1").build();
        StringMap data =
                full.wrapSupplier(() -> log4j.injectContextData(null, reusable)).get();
        Map<String, String> expected = new HashMap<>(full.toStringMap());
        expected.put("user", "u-1");
        assertThat(data.toMap()).isEqualTo(expected);
    }

    @Test
    void fieldsTakePrecedenceOverConfigurationProperties() {
        StringMap data = inject(
                List.of(Property.createProperty("session_id", "configured"), Property.createProperty("zone", "eu")));
        assertThat(data.toMap()).isEqualTo(Map.of("session_id", "s-1", "sampling_iteration", "3", "zone", "eu"));
    }

    @Test
    void losesOnlyEntriesOfProviderThatFailsOrReturnsNull() {
        register(new Failing());
        register(new Failing());
        register(new Failing());
        ThreadContext.put("user", "u-1");
        Statuses statuses = new Statuses();
        try (statuses) {
            assertThat(inject(null).toMap())
                    .isEqualTo(Map.of("session_id", "s-1", "sampling_iteration", "3", "user", "u-1"));
        }
        assertThat(statuses.seen)
                .singleElement()
                .satisfies(report ->
                        assertThat(report.getFormattedStatus()).contains(Failing.class.getName(), "on purpose"));
    }

    /** Throws an exception, returns null and throws an error, in turns. */
    private static final class Failing implements ContextDataProvider {

        private static int asked;

        @Override
        @SuppressWarnings("NullAway") // the documentation of the interface allows null
        public Map<String, String> supplyContextData() {
            switch (asked++ % 3) {
                case 0 -> throw new IllegalStateException("on purpose");
                case 1 -> {
                    return null;
                }
                default -> throw new NoClassDefFoundError("on purpose");
            }
        }
    }

    @Test
    @Tag("log4j-2.24")
    void lookupsFindFieldsAndThreadContextEntries() {
        TelemetryContextDataInjector injector = new TelemetryContextDataInjector();
        ThreadContext.put("user", "u-1");
        context.wrap(() -> {
                    assertThat(injector.getValue("session_id")).isEqualTo("s-1");
                    assertThat(injector.getValue("user")).isEqualTo("u-1");
                    assertThat(injector.getValue("model_id")).isNull();
                })
                .run();
        assertThat(injector.getValue("session_id")).isNull();
    }

    @Test
    @SuppressWarnings("deprecation") // older versions of Log4j call it
    void rawDataContainsThreadContextAndFields() {
        TelemetryContextDataInjector injector = new TelemetryContextDataInjector();
        assertThat(injector.rawContextData().isEmpty()).isTrue();

        assertThat(rawData(injector)).isSameAs(ContextFields.of(context));

        ThreadContext.put("user", "u-1");
        assertThat(injector.rawContextData().toMap()).isEqualTo(Map.of("user", "u-1"));

        ThreadContext.put("session_id", "theirs");
        assertThat(rawData(injector).toMap())
                .isEqualTo(Map.of("user", "u-1", "session_id", "theirs", "sampling_iteration", "3"));
    }

    @SuppressWarnings("deprecation") // older versions of Log4j call it
    private ReadOnlyStringMap rawData(ContextDataInjector injector) {
        return context.wrapSupplier(injector::rawContextData).get();
    }

    @Test
    void serializesMapAsLog4jMap() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(inject(null));
            ThreadContext.put("user", "u-1");
            out.writeObject(inject(null));
        }
        String names = bytes.toString(StandardCharsets.ISO_8859_1);
        assertThat(names).doesNotContain("telemetrycontext").contains(SortedArrayStringMap.class.getName());
    }

    @Test
    void recognizesFieldsNextToThreadContextEntries() {
        ThreadContext.put("user", "u-1");
        StringMap data = inject(null);
        assertThat(ContextFields.in(data)).isSameAs(expectedFields(data));

        ThreadContext.put("session_id", "theirs");
        assertThat(ContextFields.in(inject(null))).isNull();
    }

    /** The garbage-free map copies the fields for each event, so they are not recognized. */
    private @Nullable ContextFields expectedFields(StringMap data) {
        return data.isFrozen() ? ContextFields.of(context) : null;
    }
}
