package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates the context of a call: the current context with the model that answers, and with a request id if it has none.
 */
final class CallContext {

    /** True if LangChain4j has {@link ChatRequestOptions}, which 1.11 does not have. */
    static final boolean HAS_OPTIONS = hasOptions();

    private CallContext() {}

    private static boolean hasOptions() {
        try {
            return ChatRequestOptions.EMPTY != null;
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }

    /** The model name of the request takes precedence over the one of the defaults. */
    static TelemetryContext of(ChatRequest request, @Nullable ChatRequestParameters defaults) {
        String own = request.modelName();
        return of(TelemetryContext.current(), own != null ? own : modelOf(defaults));
    }

    static TelemetryContext of(@Nullable ChatRequestParameters defaults) {
        return of(TelemetryContext.current(), modelOf(defaults));
    }

    /** A model without a name keeps the current model id. */
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
        return AttemptOwner.own(call.build(), AttemptOwner.of(current));
    }

    static @Nullable String modelOf(@Nullable ChatRequestParameters parameters) {
        return parameters == null ? null : parameters.modelName();
    }
}
