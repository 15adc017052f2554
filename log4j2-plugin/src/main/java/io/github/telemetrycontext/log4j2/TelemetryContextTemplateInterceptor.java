package io.github.telemetrycontext.log4j2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverContext;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverInterceptor;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverInterceptor;
import org.apache.logging.log4j.layout.template.json.resolver.ThreadContextDataResolverFactory;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code mdc} resolvers in event templates of {@code JsonTemplateLayout} by ours. They then write {@code
 * sampling_iteration} as a number, and all fields at lower cost. Public for Log4j only, which loads it as a plugin.
 *
 * <table>
 * <caption>Effect on an {@code mdc} resolver</caption>
 * <tr><th>options</th><th>effect</th></tr>
 * <tr><td>none, {@code flatten}</td><td>the four fields come first, the iteration is a number</td></tr>
 * <tr><td>{@code stringified}</td><td>the four fields come first, all values are text</td></tr>
 * <tr><td>{@code "key": "sampling_iteration"}</td><td>a number, unless {@code stringified}</td></tr>
 * <tr><td>any other {@code key}, {@code pattern}, {@code replacement}</td><td>none</td></tr>
 * </table>
 *
 * <p>Keys and all other values do not change. The options of other resolvers, such as {@code caseConverter}, do not
 * change either. Log4j runs interceptors in the order of the plugin names, its own before this one. So this one also
 * changes additional fields. A resolver factory of the user for {@code mdc} takes precedence.
 *
 * <p>The system property {@code telemetry.context.log4j2.templates=false} switches it off for layouts that are made
 * later. A value other than {@code true} or {@code false} counts as {@code true} and is reported once on stderr.
 *
 * <p>Thread-safe. It never throws: a template that it cannot process stays unchanged.
 */
@Plugin(name = "TelemetryContextTemplateInterceptor", category = TemplateResolverInterceptor.CATEGORY)
public final class TelemetryContextTemplateInterceptor implements EventResolverInterceptor {

    private static final TelemetryContextTemplateInterceptor INSTANCE = new TelemetryContextTemplateInterceptor();

    private static final Switch SWITCH = new Switch("telemetry.context.log4j2.templates");

    private static final String RESOLVER = "$resolver";
    private static final String MDC = "mdc";

    private TelemetryContextTemplateInterceptor() {}

    /**
     * Returns the instance for Log4j's plugin system.
     *
     * @return always the same instance
     */
    @PluginFactory
    public static TelemetryContextTemplateInterceptor getInstance() {
        return INSTANCE;
    }

    /**
     * Returns a template with our resolver in place of Log4j's {@code mdc} resolver.
     *
     * @param context the services of the layout for resolvers
     * @param node the template as Log4j has read it; never changed
     * @return a copy, or the template itself if nothing has to change
     */
    @Override
    public Object processTemplateBeforeResolverInjection(EventResolverContext context, Object node) {
        try {
            Map<String, EventResolverFactory> factories = context.getResolverFactoryByName();
            Object copy = SWITCH.isOn()
                            && factories.get(MDC) instanceof ThreadContextDataResolverFactory
                            && factories.get(ResolverOptions.RESOLVER) instanceof TelemetryContextResolverFactory
                    ? converted(node)
                    : null;
            return copy == null ? node : copy;
        } catch (RuntimeException | LinkageError e) {
            return node;
        }
    }

    private static @Nullable Object converted(@Nullable Object node) {
        if (node instanceof List<?> elements) {
            List<@Nullable Object> copy = new ArrayList<>();
            elements.forEach(element -> copy.add(converted(element)));
            return copy;
        }
        if (!(node instanceof Map<?, ?> entries)) {
            return node;
        }
        if (entries.containsKey(RESOLVER)) {
            ResolverOptions options = MDC.equals(entries.get(RESOLVER)) ? ResolverOptions.ofMdc(entries) : null;
            return options == null
                    ? node
                    : Map.of(RESOLVER, ResolverOptions.RESOLVER, ResolverOptions.CONVERTED, options);
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        entries.forEach((key, value) -> copy.put(key, converted(value)));
        return copy;
    }
}
