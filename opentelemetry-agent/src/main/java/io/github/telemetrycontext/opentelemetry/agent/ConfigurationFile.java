package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the processors that a configuration file of OpenTelemetry names. Its keys are those of the plugin.
 */
final class ConfigurationFile {

    /** The name of both processors in a file. */
    static final String NAME = "telemetry_context";

    private static final String SET = "attributes";
    private static final String NAMES = "names";

    private static final List<String> KEYS =
            Stream.concat(Stream.of(SET), AttributeNames.FIELDS.stream()).toList();

    /** Whether a file has named a processor, or a warning has told the user that it does not. */
    private static final AtomicBoolean SETTLED = new AtomicBoolean();

    private ConfigurationFile() {}

    /**
     * Returns the fields of a processor, none if there is no agent.
     *
     * @throws ConfigurationException if the file has an unknown key or value
     */
    static Optional<CurrentFields> fields(DeclarativeConfigProperties configuration) {
        SETTLED.set(true);
        AttributeNames names = names(configuration);
        Instrumentation instrumentation = TelemetryAgentExtension.instrumentation();
        return instrumentation == null || names.isEmpty()
                ? Optional.empty()
                : Optional.of(new CurrentFields(names, instrumentation));
    }

    /** The agent calls this once its SDK is configured. */
    static void warnIfNothingIsNamed() {
        if (!SETTLED.getAndSet(true)) {
            TelemetryAgentExtension.LOGGER.warning(
                    "The configuration file of OpenTelemetry does not name " + NAME + ". Spans and log records have no"
                            + " session_id, request_id, model_id and sampling_iteration. Add '- " + NAME + ":' to the"
                            + " processors of tracer_provider and of logger_provider, before the other processors");
        }
    }

    private static AttributeNames names(DeclarativeConfigProperties configuration) {
        for (String key : configuration.getPropertyKeys()) {
            if (!KEYS.contains(key)) {
                throw new ConfigurationException(
                        "Unknown key of " + NAME + ": " + key + ". The keys are " + String.join(", ", KEYS));
            }
        }
        String set = configuration.getPropertyKeys().contains(SET) ? configuration.getString(SET) : "both";
        return AttributeNames.of(
                NAME + "." + SET,
                Objects.requireNonNullElse(set, "a value that is not text"),
                field -> configuration.getPropertyKeys().contains(field) ? names(configuration, field) : null);
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
