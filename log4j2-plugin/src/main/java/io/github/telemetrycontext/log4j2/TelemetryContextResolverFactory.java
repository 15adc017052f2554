package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverContext;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverFactory;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverFactory;

/**
 * Makes the resolvers of {@code {"$resolver": "telemetryContext"}} in event templates of {@code JsonTemplateLayout}.
 * Public for Log4j only, which finds it as a plugin.
 *
 * <pre>
 * config   = ( field | [ select ] , [ flatten ] , [ stringified ] )
 * field    = "field" -> "session_id" | "request_id" | "model_id" | "sampling_iteration"
 * select   = "select" -> "fields" | "rest" | "all"
 * flatten  = "flatten" -> boolean | { [ "prefix" -> string ] }
 * stringified = "stringified" -> boolean
 * </pre>
 *
 * <p>Without options the fields of the event that are set become an object. {@code field} writes the value of one field.
 * {@code select} tells what of the event's context data is written: the four {@code fields} (the default), the
 * {@code rest}, or {@code all}, the fields first. {@code flatten} merges the entries into the surrounding object, with
 * the prefix before each key. {@code stringified} turns the values of the rest into text, as in the {@code mdc} resolver.
 *
 * <p>{@code sampling_iteration} is written as a number, the other fields as strings. What is not set is left out together
 * with its key. The resolvers read nothing but the event, so they may run on any thread.
 */
@Plugin(name = "TelemetryContextResolverFactory", category = TemplateResolverFactory.CATEGORY)
public final class TelemetryContextResolverFactory implements EventResolverFactory {

    private static final TelemetryContextResolverFactory INSTANCE = new TelemetryContextResolverFactory();

    private TelemetryContextResolverFactory() {}

    /**
     * For Log4j's plugin system.
     *
     * @return always the same instance
     */
    @PluginFactory
    public static TelemetryContextResolverFactory getInstance() {
        return INSTANCE;
    }

    /**
     * The name by which templates ask for the resolver.
     *
     * @return {@code telemetryContext}
     */
    @Override
    public String getName() {
        return ResolverOptions.RESOLVER;
    }

    /**
     * Makes a resolver.
     *
     * @param context what the layout offers to its resolvers
     * @param config the resolver's object in the template
     * @return a resolver that keeps no state between events
     * @throws IllegalArgumentException if an option has a value that it can't have, can't be combined with another one, or
     *     is one of the {@code mdc} resolver that this one does not have; the message names it and tells what is possible.
     *     An option that is null counts as absent and is reported on Log4j's status log. Any other option is ignored,
     *     since Log4j does not tell its resolvers which ones there are
     */
    @Override
    public EventResolver create(EventResolverContext context, TemplateResolverConfig config) {
        ResolverOptions options = ResolverOptions.of(config);
        return options.field() != null
                ? new SingleFieldResolver(options.field(), options.mdc())
                : new ContextDataResolver(options, context.getJsonWriter());
    }
}
