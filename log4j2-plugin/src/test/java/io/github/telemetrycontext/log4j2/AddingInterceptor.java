package io.github.telemetrycontext.log4j2;

import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverContext;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverInterceptor;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverInterceptor;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;

/**
 * An interceptor of a user. Replaces the template {@code "ADDED"} by unmodifiable maps with an {@code mdc} resolver. Sets
 * another {@code mdc} resolver for a template with the key {@code "OVERRIDDEN"}.
 */
@Plugin(name = "AddingInterceptor", category = TemplateResolverInterceptor.CATEGORY)
public final class AddingInterceptor implements EventResolverInterceptor {

    private AddingInterceptor() {}

    @PluginFactory
    public static AddingInterceptor getInstance() {
        return new AddingInterceptor();
    }

    @Override
    public Object processTemplateBeforeResolverInjection(EventResolverContext context, Object node) {
        if (node instanceof Map<?, ?> map && map.containsKey("OVERRIDDEN")) {
            context.getResolverFactoryByName().put("mdc", new UsersFactory());
        }
        return "ADDED".equals(node) ? Map.of("added", Map.of("$resolver", "mdc")) : node;
    }

    private static final class UsersFactory implements EventResolverFactory {

        @Override
        public String getName() {
            return "mdc";
        }

        @Override
        public EventResolver create(EventResolverContext context, TemplateResolverConfig config) {
            return new EventResolver() {
                @Override
                public void resolve(LogEvent event, JsonWriter json) {
                    json.writeString("of the user");
                }
            };
        }
    }
}
