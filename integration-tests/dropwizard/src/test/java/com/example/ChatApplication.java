package com.example;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import jakarta.servlet.DispatcherType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two paths with the same code. Only one of them has the filter and a propagating pool. */
public class ChatApplication extends Application<Configuration> {

    private static final Logger log = LoggerFactory.getLogger("app");

    private final CompletableFuture<Server> started = new CompletableFuture<>();

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment
                .servlets()
                .addFilter("telemetry", new RequestIds())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/chat/*");
        ExecutorService pool = TelemetryExecutors.propagating(
                environment.lifecycle().executorService("model-%d").build());
        environment.jersey().register(new Chat(pool));
        environment
                .jersey()
                .register(new Plain(
                        environment.lifecycle().executorService("plain-%d").build()));
        environment.lifecycle().addServerLifecycleListener(started::complete);
    }

    int port() {
        return ((ServerConnector) started.join().getConnectors()[0]).getLocalPort();
    }

    void stop() throws Exception {
        started.join().stop();
    }

    @Path("/chat")
    public static class Chat extends Plain {

        Chat(ExecutorService pool) {
            super(pool);
        }
    }

    @Path("/plain")
    public static class Plain {

        private final ExecutorService pool;

        Plain(ExecutorService pool) {
            this.pool = pool;
        }

        @GET
        public String answer(@HeaderParam("X-User") String user) {
            log.info("{} resource", user);
            for (int i = 1; i <= 2; i++) {
                TelemetryContext.with().samplingIteration(i).run(() -> log.info("{} iteration", user));
            }
            return "answer";
        }

        @GET
        @Path("/suspended")
        public void answerLater(@HeaderParam("X-User") String user, @Suspended AsyncResponse response) {
            pool.execute(() -> {
                log.info("{} pool", user);
                response.resume("answer");
            });
        }
    }
}
