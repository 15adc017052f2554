package io.github.telemetrycontext.opentelemetry.agent;

import io.github.telemetrycontext.opentelemetry.agent.Applications.Application;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** Asks the applications for their current fields. */
final class CurrentFields {

    private final Applications applications;
    private final AttributeNames names;

    /** Kept with the class of the application, so that it goes with it. */
    private final ClassValue<ContextReader> readers = new ClassValue<>() {
        @Override
        protected ContextReader computeValue(Class<?> type) {
            return ContextReader.of(type, names);
        }
    };

    CurrentFields(Applications applications, AttributeNames names) {
        this.applications = applications;
        this.names = names;
    }

    /** The attributes of what is current on this thread. If several applications have fields here, the first of them. */
    FieldAttributes onThisThread() {
        for (Application application : applications.known()) {
            Class<?> type = application.type();
            if (type != null) {
                FieldAttributes attributes = readers.get(type).current();
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
