package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The four fields that an event must have. Tasks pass them on as plain arguments and log them in the message, so they
 * do not depend on the tested context.
 */
record StressFields(
        @Nullable String session,
        @Nullable String request,
        @Nullable String model,
        @Nullable Integer iteration) {

    static final StressFields NONE = new StressFields(null, null, null, null);

    private static final String ABSENT = "-";

    /**
     * Returns a builder for these fields inside a context with the fields {@code outer}. Sets and hides only the
     * differences.
     */
    TelemetryContext.Builder inside(StressFields outer) {
        TelemetryContext.Builder context = TelemetryContext.with();
        if (!Objects.equals(session, outer.session)) {
            context.sessionId(session);
        }
        if (!Objects.equals(request, outer.request)) {
            context.requestId(request);
        }
        if (!Objects.equals(model, outer.model)) {
            context.modelId(model);
        }
        if (!Objects.equals(iteration, outer.iteration)) {
            context.samplingIteration(iteration);
        }
        return context;
    }

    /** Returns the fields of a nested scope. The number decides which fields are new and which are hidden. */
    StressFields nested(int number) {
        return switch (number % 5) {
            case 0 -> new StressFields(session, request, model, number);
            case 1 -> new StressFields(session, request, null, -number);
            case 2 -> new StressFields(session, null, "nested-" + number, iteration);
            case 3 -> new StressFields(session, "nested-" + number, model, null);
            default -> new StressFields(null, request, model, number);
        };
    }

    String text() {
        return text(session) + "|" + text(request) + "|" + text(model) + "|" + text(iteration);
    }

    private static String text(@Nullable Object value) {
        return value == null ? ABSENT : value.toString();
    }

    /** Returns the {@link #text} of the fields in a JSON line. A value of the wrong type is visible in the text. */
    static String textOf(JsonNode event) {
        return stringIn(event, "session_id")
                + "|" + stringIn(event, "request_id")
                + "|" + stringIn(event, "model_id")
                + "|" + numberIn(event, "sampling_iteration");
    }

    private static String stringIn(JsonNode event, String key) {
        JsonNode value = event.get(key);
        return value == null ? ABSENT : value.isString() ? value.stringValue() : value.getNodeType() + " " + value;
    }

    private static String numberIn(JsonNode event, String key) {
        JsonNode value = event.get(key);
        return value == null ? ABSENT : value.isInt() ? value.toString() : value.getNodeType() + " " + value;
    }
}
