package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Camel: runs each node of a route with the context of the exchange. */
public class CamelContextOfExchange implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, @Nullable Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                TelemetryContext context = exchange.getProperty("telemetryContext") instanceof TelemetryContext carried
                        ? carried
                        : TelemetryContext.current();
                exchange.setProperty("telemetryContext", context);
                return context.call(() -> super.process(exchange, callback));
            }
        };
    }
}
