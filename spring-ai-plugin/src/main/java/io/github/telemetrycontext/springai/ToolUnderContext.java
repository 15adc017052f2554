package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * Calls a tool under the context of the call.
 *
 * @param call the context
 * @param tool the tool
 */
record ToolUnderContext(TelemetryContext call, ToolCallback tool) implements ToolCallback {

    @Override
    public ToolDefinition getToolDefinition() {
        return tool.getToolDefinition();
    }

    @Override
    public ToolMetadata getToolMetadata() {
        return tool.getToolMetadata();
    }

    @Override
    public String call(String input) {
        return call.call(() -> tool.call(input));
    }

    @Override
    public String call(String input, @Nullable ToolContext context) {
        return call.call(() -> tool.call(input, context));
    }
}
