package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** gRPC: runs each callback of a call with the ids of the client. */
public class GrpcServerContext implements ServerInterceptor {

    private static final Metadata.Key<String> SESSION_ID = key("session_id");
    private static final Metadata.Key<String> REQUEST_ID = key("request_id");

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        TelemetryContext context = TelemetryContext.builder()
                .sessionId(headers.get(SESSION_ID))
                .requestId(headers.get(REQUEST_ID))
                .build();
        Listener<Q> listener = context.call(() -> next.startCall(call, headers));
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                context.run(() -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                context.run(() -> super.onHalfClose());
            }

            @Override
            public void onCancel() {
                context.run(() -> super.onCancel());
            }

            @Override
            public void onComplete() {
                context.run(() -> super.onComplete());
            }

            @Override
            public void onReady() {
                context.run(() -> super.onReady());
            }
        };
    }
}
