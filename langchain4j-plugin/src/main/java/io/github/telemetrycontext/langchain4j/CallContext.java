package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The context of a call: what is current, with the model that answers, and with a request id if there is none yet. */
final class CallContext {

    private CallContext() {}

    /** Of a call with parameters of its own, which are given precedence over the model's. */
    static TelemetryContext of(ChatRequest request, @Nullable ChatRequestParameters defaults) {
        String own = request.modelName();
        return of(TelemetryContext.current(), own != null ? own : modelOf(defaults));
    }

    /** Of a call with the model's parameters. */
    static TelemetryContext of(@Nullable ChatRequestParameters defaults) {
        return of(TelemetryContext.current(), modelOf(defaults));
    }

    /** A model that has no name leaves the one that the application may have set. */
    static TelemetryContext of(TelemetryContext current, @Nullable String model) {
        boolean modelIsThere = model == null || Objects.equals(model, current.modelId());
        if (modelIsThere && current.requestId() != null) {
            return current;
        }
        TelemetryContext.Builder call = current.toBuilder();
        if (!modelIsThere) {
            call.modelId(model);
        }
        if (current.requestId() == null) {
            call.requestId(TelemetryContext.generateRequestId());
        }
        return Numbering.keep(call.build(), Numbering.of(current));
    }

    static @Nullable String modelOf(@Nullable ChatRequestParameters parameters) {
        return parameters == null ? null : parameters.modelName();
    }
}
