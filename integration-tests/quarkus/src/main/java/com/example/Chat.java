package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

@Path("/chat")
public class Chat {

    private static final Logger log = Logger.getLogger("app");

    @Inject
    ManagedExecutor pool;

    @GET
    @Path("/blocking")
    public String blocking(@HeaderParam("X-User") String user) {
        log.info(user + " blocking");
        for (int i = 1; i <= 2; i++) {
            TelemetryContext.with().samplingIteration(i).run(() -> log.info(user + " iteration"));
        }
        return "answer";
    }

    @GET
    @Path("/uni")
    public Uni<String> uni(@HeaderParam("X-User") String user) {
        log.info(user + " event loop");
        return Uni.createFrom()
                .item("answer")
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(1))
                .invoke(() -> log.info(user + " uni"));
    }

    @GET
    @Path("/pool")
    public CompletionStage<String> pool(@HeaderParam("X-User") String user) {
        return pool.supplyAsync(() -> {
            log.info(user + " pool");
            return "answer";
        });
    }

    /** The control, with a pool that does not propagate. */
    @GET
    @Path("/plain-pool")
    public CompletionStage<String> plainPool(@HeaderParam("X-User") String user) {
        return CompletableFuture.supplyAsync(() -> {
            log.info(user + " plain pool");
            return "answer";
        });
    }
}
