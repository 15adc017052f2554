package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares our injector with Log4j's injector on the same events. */
@Tag("every-mode")
class TelemetryContextDataInjectorTest {

    /** Names of properties, which must not be empty. */
    private static final List<String> NAMES =
            RandomData.KEYS.stream().filter(key -> !key.isEmpty()).toList();

    /**
     * The state when an event is created.
     *
     * @param context the current context
     * @param threadContext the entries of {@code ThreadContext}
     * @param properties the properties of the configuration, may have duplicate names
     * @param foreign the entries of another provider
     */
    record Moment(
            TelemetryContext context,
            Map<String, String> threadContext,
            List<Property> properties,
            Map<String, String> foreign) {}

    /** A provider of another library. Each injector calls it once for each event. */
    private static final class ForeignProvider implements ContextDataProvider {

        private Map<String, String> data = Map.of();
        private int asked;

        @Override
        public Map<String, String> supplyContextData() {
            asked++;
            return data;
        }
    }

    /** An injector and the map that its events reuse. */
    private static final class Events {

        private final ContextDataInjector injector;
        private @Nullable StringMap reusable = ContextDataFactory.createContextData();

        Events(ContextDataInjector injector) {
            this.injector = injector;
        }

        StringMap next(List<Property> properties) {
            return injector.injectContextData(properties, reusable);
        }

        /** Clears the map, as Log4j's reusable events do at their end. */
        void release(StringMap data) {
            reusable = data.isFrozen() ? null : data;
            if (reusable != null) {
                reusable.clear();
            }
        }
    }

    @AfterEach
    void cleanUp() {
        ThreadContext.clearAll();
        ThreadContextDataInjector.contextDataProviders.clear();
    }

    @Test
    void returnsSameDataAsLog4jsInjector() {
        RandomData.forSeeds(300, data -> assertSameAsLog4j(moments(data), List.of()));
    }

    @Test
    void returnsSameDataAsLog4jsInjectorWithForeignProviders() {
        RandomData.forSeeds(300, data -> assertSameAsLog4jWithForeignProvider(moments(data), data.bool()));
    }

    private static void assertSameAsLog4jWithForeignProvider(List<Moment> moments, boolean oursFirst) throws Exception {
        ForeignProvider foreign = new ForeignProvider();
        List<ContextDataProvider> registered = new ArrayList<>();
        if (oursFirst) {
            registered.add(new TelemetryContextDataProvider());
        }
        registered.add(foreign);
        assertSameAsLog4j(moments, registered);
        assertThat(foreign.asked).isEqualTo(2 * moments.size());
    }

    private static void assertSameAsLog4j(List<Moment> moments, List<ContextDataProvider> registered) throws Exception {
        ThreadContextDataInjector.contextDataProviders.clear();
        ThreadContextDataInjector.contextDataProviders.addAll(registered);
        Events ours = new Events(new TelemetryContextDataInjector());
        Events theirs =
                new Events(JvmMode.injectorOfLog4j().getDeclaredConstructor().newInstance());
        for (Moment moment : moments) {
            for (ContextDataProvider provider : registered) {
                if (provider instanceof ForeignProvider foreign) {
                    foreign.data = moment.foreign();
                }
            }
            ThreadContext.putAll(moment.threadContext());
            StringMap data = moment.context()
                    .wrapSupplier(() -> ours.next(moment.properties()))
                    .get();
            StringMap expected = moment.context()
                    .wrapSupplier(() -> theirs.next(moment.properties()))
                    .get();
            ThreadContext.clearAll();

            assertThat(data.toMap()).isEqualTo(expected.toMap());
            assertThat(entriesOf(data)).isEqualTo(entriesOf(expected));
            ours.release(data);
            // Log4j's injector fails with some reused maps, see RATIONALE.md.
            theirs.reusable = ContextDataFactory.createContextData();
        }
    }

    private static List<Map.Entry<String, Object>> entriesOf(StringMap data) {
        List<Map.Entry<String, Object>> entries = new ArrayList<>();
        data.forEach((key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }

    @Test
    void dataOfEventNeverChanges() {
        RandomData.forSeeds(100, data -> assertNeverChanges(moments(data)));
    }

    private static void assertNeverChanges(List<Moment> moments) {
        Events events = new Events(new TelemetryContextDataInjector());
        List<StringMap> given = new ArrayList<>();
        List<Map<String, String>> copies = new ArrayList<>();
        for (Moment moment : moments) {
            ThreadContext.putAll(moment.threadContext());
            StringMap data = moment.context()
                    .wrapSupplier(() -> events.next(moment.properties()))
                    .get();
            given.add(data);
            copies.add(new HashMap<>(data.toMap()));
            ThreadContext.clearAll();
            // No event has ended, so no map is reused.
            events.reusable = ContextDataFactory.createContextData();
        }
        assertThat(given.stream().map(StringMap::toMap)).isEqualTo(copies);
    }

    private static List<Moment> moments(RandomData data) {
        return data.list(
                1,
                6,
                () -> new Moment(
                        data.context(), data.entries(), data.bool() ? List.of() : properties(data), data.entries()));
    }

    private static List<Property> properties(RandomData data) {
        return data.list(0, 4, () -> Property.createProperty(data.oneOf(NAMES), data.text()));
    }
}
