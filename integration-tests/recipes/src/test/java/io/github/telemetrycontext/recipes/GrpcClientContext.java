package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.Executor;

/** gRPC: sends the ids of the caller, and runs the callbacks of the call with the caller's context. */
public class GrpcClientContext implements ClientInterceptor {

    private final Executor pool;

    public GrpcClientContext(Executor pool) {
        this.pool = pool;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        TelemetryContext context = TelemetryContext.current();
        Executor executor = options.getExecutor() == null ? pool : options.getExecutor();
        ClientCall<Q, A> call = next.newCall(method, options.withExecutor(context.wrap(executor)));
        return new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                context.toStringMap()
                        .forEach((key, value) ->
                                headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value));
                super.start(listener, headers);
            }
        };
    }
}
