package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.ids;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.InterceptStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class CamelTest {

    private static final String[] STEPS = {"direct", "threads", "retry", "part", "tap", "queue"};

    @Test
    void eachNodeHasContextOfExchange() throws Exception {
        assertThat(steps(new CamelContextOfExchange())).isEqualTo(carried(STEPS));
    }

    @Test
    void nodesOnOtherThreadsHaveNoContextByDefault() throws Exception {
        Map<String, Set<TwoSessions.Ids>> expected = lost(STEPS);
        expected.putAll(carried("direct"));
        assertThat(steps(null)).isEqualTo(expected);
    }

    /** The consumer of a message has no context. The route takes the ids from headers. */
    @Test
    void routeSetsContextOfMessage() throws Exception {
        assertThat(seen(new CamelContextOfExchange(), new RouteOfMessages(), camel -> {
                    try (ProducerTemplate producer = camel.createProducerTemplate()) {
                        return TwoSessions.runWithoutScope(
                                user -> producer.requestBodyAndHeader("seda:messages", "", "user", user));
                    }
                }))
                .isEqualTo(carried("message", "threads"));
    }

    private static Map<String, Set<TwoSessions.Ids>> steps(@Nullable InterceptStrategy strategy) throws Exception {
        return seen(strategy, new Routes(), camel -> {
            try (ProducerTemplate producer = camel.createProducerTemplate()) {
                return TwoSessions.run(user -> {
                    CountDownLatch done = new CountDownLatch(2);
                    producer.requestBodyAndHeaders("direct:start", "a,b", Map.of("user", user, "done", done));
                    done.await();
                });
            }
        });
    }

    private interface Use {
        Map<String, Set<TwoSessions.Ids>> of(CamelContext camel) throws Exception;
    }

    private static Map<String, Set<TwoSessions.Ids>> seen(
            @Nullable InterceptStrategy strategy, RouteBuilder routes, Use use) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        try {
            if (strategy != null) {
                camel.getCamelContextExtension().addInterceptStrategy(strategy);
            }
            camel.addRoutes(routes);
            camel.start();
            return use.of(camel);
        } finally {
            camel.stop();
        }
    }

    private static final class RouteOfMessages extends RouteBuilder {

        @Override
        public void configure() {
            from("seda:messages?concurrentConsumers=2")
                    .process(exchange -> exchange.setProperty(
                            "telemetryContext", ids(user(exchange)).build()))
                    .process(named("message"))
                    .threads(2)
                    .process(named("threads"));
        }
    }

    private static String user(Exchange exchange) {
        return header(exchange, "user", String.class);
    }

    private static <T> T header(Exchange exchange, String name, Class<T> type) {
        return Objects.requireNonNull(exchange.getMessage().getHeader(name, type));
    }

    private static Processor named(String name) {
        return exchange -> step(user(exchange), name);
    }

    private static Processor last(String name) {
        return exchange -> {
            step(user(exchange), name);
            header(exchange, "done", CountDownLatch.class).countDown();
        };
    }

    private static final class Routes extends RouteBuilder {

        @Override
        public void configure() {
            onException(IllegalStateException.class)
                    .maximumRedeliveries(1)
                    .redeliveryDelay(1)
                    .asyncDelayedRedelivery()
                    .handled(true);
            from("direct:start")
                    .process(named("direct"))
                    .threads(2)
                    .process(named("threads"))
                    .split(body().tokenize(","))
                    .parallelProcessing()
                    .process(named("part"))
                    .end()
                    .wireTap("seda:tap")
                    .to("seda:queue?waitForTaskToComplete=Never")
                    .process(exchange -> {
                        if (exchange.getMessage().getHeader(Exchange.REDELIVERED) != null) {
                            step(user(exchange), "retry");
                        }
                        throw new IllegalStateException("as asked");
                    });
            from("seda:tap").process(last("tap"));
            from("seda:queue").process(last("queue"));
        }
    }
}
