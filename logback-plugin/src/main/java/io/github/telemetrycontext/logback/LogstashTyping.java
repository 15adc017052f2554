package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import net.logstash.logback.composite.AbstractCompositeJsonFormatter;
import net.logstash.logback.composite.AbstractNestedJsonProvider;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.composite.loggingevent.LoggingEventJsonProviders;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.mdc.LongMdcEntryWriter;
import net.logstash.logback.composite.loggingevent.mdc.MdcEntryWriter;
import net.logstash.logback.composite.loggingevent.mdc.RegexFilteringMdcEntryWriter;
import net.logstash.logback.encoder.CompositeJsonEncoder;
import net.logstash.logback.layout.CompositeJsonLayout;
import org.jspecify.annotations.Nullable;

/**
 * Gives the {@code mdc} providers of an encoder or layout a typed entry writer behind those of the configuration.
 * Loaded only if logstash-logback-encoder is on the classpath.
 *
 * <p>Other threads may log meanwhile. An encoder iterates over plain lists, so none of them may change. The encoder gets a new list
 * of providers instead, with one write to a field. The setter of {@code LogstashEncoder} refuses that, hence reflection.
 */
final class LogstashTyping {

    /** Whether the encoder uses Jackson 3, as version 9 does. */
    static final boolean JACKSON_3 = Arrays.stream(MdcEntryWriter.class.getMethods())
            .anyMatch(method -> method.getParameterTypes()[0].getName().equals("tools.jackson.core.JsonGenerator"));

    private LogstashTyping() {}

    static void apply(Object writer) throws ReflectiveOperationException {
        Class<?> owner =
                writer instanceof CompositeJsonEncoder ? CompositeJsonEncoder.class : CompositeJsonLayout.class;
        if (owner.isInstance(writer)) {
            Object formatter = field(owner, "formatter").get(writer);
            Field providers = field(AbstractCompositeJsonFormatter.class, "jsonProviders");
            JsonProviders<ILoggingEvent> typed = typed((JsonProviders<?>) providers.get(formatter));
            if (typed != null) {
                // A thread that sees the new object must see its elements.
                VarHandle.releaseFence();
                providers.set(formatter, typed);
            }
        }
    }

    private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Returns null if there is nothing to replace. */
    @SuppressWarnings("unchecked") // an mdc provider is one for logging events, and so are those beside it
    private static @Nullable JsonProviders<ILoggingEvent> typed(JsonProviders<?> providers) {
        boolean isStandard =
                providers.getClass() == JsonProviders.class || providers.getClass() == LoggingEventJsonProviders.class;
        if (!isStandard) {
            return null;
        }
        JsonProviders<ILoggingEvent> typed = new LoggingEventJsonProviders();
        boolean changed = false;
        for (JsonProvider<?> provider : providers.getProviders()) {
            if (provider instanceof AbstractNestedJsonProvider<?> nested) {
                JsonProviders<ILoggingEvent> inner = typed(nested.getProviders());
                if (inner != null) {
                    VarHandle.releaseFence();
                    ((AbstractNestedJsonProvider<ILoggingEvent>) nested).setProviders(inner);
                }
            }
            boolean replaceable = provider.getClass() == MdcJsonProvider.class;
            changed |= replaceable;
            typed.addProvider(replaceable ? typed((MdcJsonProvider) provider) : (JsonProvider<ILoggingEvent>) provider);
        }
        return changed ? typed : null;
    }

    private static MdcJsonProvider typed(MdcJsonProvider stock) {
        MdcJsonProvider typed = JACKSON_3 ? new TelemetryMdcProvider() : new MdcJsonProvider();
        typed.setContext(stock.getContext());
        typed.setFieldName(stock.getFieldName());
        typed.setIncludeMdcKeyNames(stock.getIncludeMdcKeyNames());
        typed.setExcludeMdcKeyNames(stock.getExcludeMdcKeyNames());
        typed.getMdcKeyFieldNames().putAll(stock.getMdcKeyFieldNames());
        List<MdcEntryWriter> writers = stock.getMdcEntryWriters();
        writers.forEach(typed::addMdcEntryWriter);
        typed.addMdcEntryWriter(JACKSON_3 ? new TelemetryMdcEntryWriter() : writerOfEncoder8());
        typed.start();
        return typed;
    }

    private static MdcEntryWriter writerOfEncoder8() {
        RegexFilteringMdcEntryWriter writer = new RegexFilteringMdcEntryWriter();
        writer.setIncludeMdcKeyPattern("sampling_iteration");
        writer.addMdcEntryWriter(new LongMdcEntryWriter());
        return writer;
    }
}
