package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverContext;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverFactory;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverFactory;

/**
 * Creates the resolvers for {@code {"$resolver": "telemetryContext"}} in event templates of {@code JsonTemplateLayout}.
 * Public for Log4j only, which loads it as a plugin.
 *
 * <pre>
 * config   = ( field | [ select ] , [ flatten ] , [ stringified ] )
 * field    = "field" -> "session_id" | "request_id" | "model_id" | "sampling_iteration"
 * select   = "select" -> "fields" | "rest" | "all"
 * flatten  = "flatten" -> boolean | { [ "prefix" -> string ] }
 * stringified = "stringified" -> boolean
 * </pre>
 *
 * <p>Without options, the resolver writes an object with all fields that are set. {@code field} writes the value of one
 * field. {@code select} chooses the entries of the context data: the four {@code fields} (the default), the {@code
 * rest}, or {@code all}, the fields first. {@code flatten} merges the entries into the surrounding object, with the
 * prefix before each key. {@code stringified} turns the values of the rest into text, as in the {@code mdc} resolver.
 *
 * <p>{@code sampling_iteration} is a number, the other fields are strings. An absent field has no key. The resolvers
 * read only the event, so they run on any thread.
 */
@Plugin(name = "TelemetryContextResolverFactory", category = TemplateResolverFactory.CATEGORY)
public final class TelemetryContextResolverFactory implements EventResolverFactory {

    private static final TelemetryContextResolverFactory INSTANCE = new TelemetryContextResolverFactory();

    private TelemetryContextResolverFactory() {}

    /**
     * Returns the instance for Log4j's plugin system.
     *
     * @return always the same instance
     */
    @PluginFactory
    public static TelemetryContextResolverFactory getInstance() {
        return INSTANCE;
    }

    /**
     * Returns the name of the resolver in templates.
     *
     * @return {@code telemetryContext}
     */
    @Override
    public String getName() {
        return ResolverOptions.RESOLVER;
    }

    /**
     * Creates a resolver. An option that is null counts as absent and is reported on Log4j's status log. Unknown
     * options are ignored, because Log4j does not list them.
     *
     * @param context the services of the layout for resolvers
     * @param config the resolver's object in the template
     * @return a resolver that keeps no state between events
     * @throws IllegalArgumentException if an option has an invalid value, cannot be combined with another option, or
     *     belongs to the {@code mdc} resolver only; the message names the option and the valid values
     */
    @Override
    public EventResolver create(EventResolverContext context, TemplateResolverConfig config) {
        ResolverOptions options = ResolverOptions.of(config);
        return options.field() != null
                ? new SingleFieldResolver(options.field(), options.mdc())
                : new ContextDataResolver(options, context.getJsonWriter());
    }
}
