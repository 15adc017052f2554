package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryField;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the processors that a configuration file of OpenTelemetry names. The keys of the file are the
 * words of the properties in {@link Switches}, as OpenTelemetry itself derives keys: a dot begins a mapping, and a
 * hyphen becomes an underscore.
 */
final class ConfigurationFile {

    /** The name of both processors in a file. */
    static final String NAME = "telemetry_context";

    private static final String SET = "attributes";
    private static final String NAMES = "names";

    /** Whether a file has named a processor, or a warning has told the user that it does not. */
    private static final AtomicBoolean SETTLED = new AtomicBoolean();

    private ConfigurationFile() {}

    /**
     * Creates a processor.
     *
     * @param withoutFields the replacement if a jar is missing
     * @throws ConfigurationException if the file has an invalid value
     */
    static <T> T create(
            DeclarativeConfigProperties configuration, Function<AttributeNames, T> withFields, T withoutFields) {
        SETTLED.set(true);
        return TelemetryAutoConfiguration.isUsable() ? withFields.apply(names(configuration)) : withoutFields;
    }

    /** The SDK calls this once it is configured. */
    static void warnIfNothingIsNamed() {
        if (!SETTLED.getAndSet(true) && TelemetryAutoConfiguration.isUsable()) {
            Logger.getLogger(TelemetryAutoConfiguration.class.getName())
                    .warning("The configuration file of OpenTelemetry does not name " + NAME
                            + ". Spans and log records have no"
                            + " session_id, request_id, model_id and sampling_iteration. Add '- " + NAME + ":' to the"
                            + " processors of tracer_provider and of logger_provider, before the other processors");
        }
    }

    private static AttributeNames names(DeclarativeConfigProperties configuration) {
        List<String> keys = Stream.concat(
                        Stream.of(SET), Arrays.stream(TelemetryField.values()).map(TelemetryField::key))
                .toList();
        for (String key : configuration.getPropertyKeys()) {
            if (!keys.contains(key)) {
                throw new ConfigurationException(
                        "Unknown key of " + NAME + ": " + key + ". The keys are " + String.join(", ", keys));
            }
        }
        AttributeNames names = AttributeNames.BOTH;
        if (configuration.getPropertyKeys().contains(SET)) {
            String set = configuration.getString(SET);
            names = Switches.set(NAME + "." + SET, Objects.requireNonNullElse(set, "a value that is not text"));
        }
        for (TelemetryField field : TelemetryField.values()) {
            if (configuration.getPropertyKeys().contains(field.key())) {
                names = Switches.replaced(names, field, names(configuration, field.key()));
            }
        }
        return names;
    }

    private static List<String> names(DeclarativeConfigProperties configuration, String field) {
        DeclarativeConfigProperties only = configuration.getStructured(field, DeclarativeConfigProperties.empty());
        @Nullable List<String> names = only.getScalarList(NAMES, String.class);
        if (names == null || only.getPropertyKeys().size() != 1) {
            throw new ConfigurationException(NAME + "." + field
                    + " must contain a list called names and nothing else. Write " + field + ": {names: [" + field
                    + "]} with the names that you want, or {names: [none]} for no attribute");
        }
        return names;
    }
}
