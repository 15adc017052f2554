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

    /** The attributes of what is current on this thread. If several applications have fields here, the first of them. */
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

    /** The same where another context is current, for what an application carries in OpenTelemetry's context. */
    @SuppressWarnings("try") // the scope is there for its end alone
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
