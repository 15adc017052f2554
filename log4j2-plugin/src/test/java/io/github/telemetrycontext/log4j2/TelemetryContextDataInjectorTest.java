package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/** Both injectors get the same events, one after the other, and give them the same entries. */
@Tag("every-mode")
class TelemetryContextDataInjectorTest {

    /**
     * What is there when an event is made.
     *
     * @param context on the thread
     * @param threadContext on the thread, too
     * @param properties of the configuration, names may come twice
     * @param foreign what a provider of somebody else supplies
     */
    record Moment(
            TelemetryContext context,
            Map<String, String> threadContext,
            List<org.apache.logging.log4j.core.config.Property> properties,
            Map<String, String> foreign) {}

    /** A provider of somebody else, which is asked once for each event by each injector. */
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

        StringMap next(List<org.apache.logging.log4j.core.config.Property> properties) {
            return injector.injectContextData(properties, reusable);
        }

        /** As the reusable events of Log4j do it when they are over. */
        void release(StringMap data) {
            reusable = data.isFrozen() ? null : data;
            if (reusable != null) {
                reusable.clear();
            }
        }
    }

    @AfterTry
    void cleanUp() {
        ThreadContext.clearAll();
        ThreadContextDataInjector.contextDataProviders.clear();
    }

    @Property(tries = 300)
    void givesWhatLog4jsOwnInjectorGives(@ForAll("moments") List<Moment> moments) throws Exception {
        sameAsLog4j(moments, List.of());
    }

    @Property(tries = 300)
    void givesWhatLog4jsOwnInjectorGivesWithForeignProviders(
            @ForAll("moments") List<Moment> moments, @ForAll boolean oursBeforeIt) throws Exception {
        ForeignProvider foreign = new ForeignProvider();
        List<ContextDataProvider> registered = new ArrayList<>();
        if (oursBeforeIt) {
            registered.add(new TelemetryContextDataProvider());
        }
        registered.add(foreign);
        sameAsLog4j(moments, registered);
        assertThat(foreign.asked).isEqualTo(2 * moments.size());
    }

    private static void sameAsLog4j(List<Moment> moments, List<ContextDataProvider> registered) throws Exception {
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
            // Log4j's own fails with some maps that it has used before, see RATIONALE.md.
            theirs.reusable = ContextDataFactory.createContextData();
        }
    }

    private static List<Map.Entry<String, Object>> entriesOf(StringMap data) {
        List<Map.Entry<String, Object>> entries = new ArrayList<>();
        data.forEach((key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }

    @Property(tries = 100)
    void whatAnEventHasNeverChangesAfterwards(@ForAll("moments") List<Moment> moments) {
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
            // No event is over, so none hands its map on.
            events.reusable = ContextDataFactory.createContextData();
        }
        assertThat(given.stream().map(StringMap::toMap)).isEqualTo(copies);
    }

    @Provide
    Arbitrary<List<Moment>> moments() {
        Arbitrary<org.apache.logging.log4j.core.config.Property> property = Combinators.combine(
                        RandomData.keys().filter(key -> !key.isEmpty()), RandomData.text())
                .as(org.apache.logging.log4j.core.config.Property::createProperty);
        Arbitrary<List<org.apache.logging.log4j.core.config.Property>> properties =
                Arbitraries.oneOf(Arbitraries.just(List.of()), property.list().ofMaxSize(4));
        return Combinators.combine(RandomData.contexts(), RandomData.entries(), properties, RandomData.entries())
                .as(Moment::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }
}
