package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import io.github.telemetrycontext.TelemetryContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener that leaves the context as it finds it. LangChain4j calls the listeners between the methods of a decorator, so that
 * the call itself would run under a scope that a listener leaves open.
 *
 * @param listener the listener of the model
 */
record UnwoundListener(ChatModelListener listener) implements ChatModelListener {

    /** LangChain4j takes null as none. */
    static List<ChatModelListener> listOf(@Nullable List<ChatModelListener> listeners) {
        return listeners == null
                ? List.of()
                : listeners.stream()
                        .<ChatModelListener>map(UnwoundListener::new)
                        .toList();
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        TelemetryContext.current().wrap(() -> listener.onRequest(context)).run();
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        TelemetryContext.current().wrap(() -> listener.onResponse(context)).run();
    }

    @Override
    public void onError(ChatModelErrorContext context) {
        TelemetryContext.current().wrap(() -> listener.onError(context)).run();
    }
}
