package io.github.telemetrycontext.opentelemetry.agent;

import io.github.telemetrycontext.opentelemetry.agent.Applications.Application;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.instrument.Instrumentation;

/** Asks the applications for their current fields. */
final class CurrentFields {

    private final Applications applications;
    private final AttributeNames names;

    CurrentFields(AttributeNames names, Instrumentation instrumentation) {
        this.names = names;
        applications = new Applications(names);
        applications.observe(instrumentation);
    }

    /**
     * Returns the attributes of the current fields of this thread. If several applications have fields here, the first
     * one counts.
     */
    FieldAttributes onThisThread() {
        for (Application application : applications.known()) {
            ContextReader reader = application.reader();
            if (reader != null) {
                FieldAttributes attributes = reader.current();
                if (!attributes.isEmpty()) {
                    return attributes;
                }
            }
        }
        return FieldAttributes.NONE;
    }

    /**
     * Returns the attributes that are current in another OpenTelemetry context, in which an application may carry
     * fields.
     */
    @SuppressWarnings("try") // the block does not use the scope
    FieldAttributes in(Context context) {
        if (context == Context.current()) {
            return onThisThread();
        }
        try (Scope scope = context.makeCurrent()) {
            return onThisThread();
        }
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
