package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server and a client in this JVM, on their own threads. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcTest {

    private static final String[] STEPS = {
        "server: unary method",
        "server: streaming method",
        "server: ready",
        "server: message",
        "server: completed",
        "server: closed",
        "server: cancelled",
        "client: blocking answer",
        "client: answer",
        "client: completed",
        "client: failure"
    };

    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterAll
    void close() {
        pool.shutdown();
    }

    @Test
    void interceptorsPropagateContextToServerAndBack() throws Exception {
        assertThat(steps(new GrpcServerContext(), new GrpcClientContext(pool))).isEqualTo(carried(STEPS));
    }

    @Test
    void contextIsLostWithoutInterceptors() throws Exception {
        Map<String, Set<TwoSessions.Ids>> expected = lost(STEPS);
        expected.putAll(carried("client: blocking answer")); // on the caller's thread
        assertThat(steps(new Nothing(), new Nothing())).isEqualTo(expected);
    }

    /** A stream's method starts with the call. Later work runs in callbacks of the listener. */
    @Test
    void scopeAroundStartCallEndsBeforeCallbacks() throws Exception {
        Map<String, Set<TwoSessions.Ids>> expected = lost(STEPS);
        expected.putAll(carried(
                "server: streaming method",
                "client: blocking answer",
                "client: answer",
                "client: completed",
                "client: failure"));
        assertThat(steps(new NaiveServerContext(), new GrpcClientContext(pool))).isEqualTo(expected);
    }

    private static Map<String, Set<TwoSessions.Ids>> steps(
            ServerInterceptor serverInterceptor, ClientInterceptor clientInterceptor) throws Exception {
        String name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(SERVICE)
                .intercept(serverInterceptor)
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name)
                .intercept(clientInterceptor)
                .build();
        try {
            return TwoSessions.run(user -> calls(channel, user));
        } finally {
            channel.shutdown();
            server.shutdown().awaitTermination();
        }
    }

    private static void calls(Channel channel, String user) throws Exception {
        ClientCalls.blockingUnaryCall(channel, UNARY, CallOptions.DEFAULT, user);
        step(user, "client: blocking answer");

        CompletableFuture<Void> closed = new CompletableFuture<>();
        ENDED.put(user, closed);
        Answers answers = new Answers(user);
        StreamObserver<String> questions =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(STREAM, CallOptions.DEFAULT), answers);
        questions.onNext(user);
        questions.onNext(user);
        questions.onCompleted();
        answers.completed.get();
        closed.get();

        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        ENDED.put(user, cancelled);
        Answers failing = new Answers(user);
        StreamObserver<String> cancelledQuestions =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(STREAM, CallOptions.DEFAULT), failing);
        cancelledQuestions.onNext(user);
        failing.answered.get();
        cancelledQuestions.onError(new IllegalStateException("as asked"));
        failing.completed.get();
        cancelled.get();
    }

    /** The end of a user's stream, from the point of view of the server. */
    private static final Map<String, CompletableFuture<Void>> ENDED = new ConcurrentHashMap<>();

    private record Answers(String user, CompletableFuture<Void> answered, CompletableFuture<Void> completed)
            implements StreamObserver<String> {

        Answers(String user) {
            this(user, new CompletableFuture<>(), new CompletableFuture<>());
        }

        @Override
        public void onNext(String answer) {
            step(user, "client: answer");
            answered.complete(null);
        }

        @Override
        public void onError(Throwable failure) {
            step(user, "client: failure");
            completed.complete(null);
        }

        @Override
        public void onCompleted() {
            step(user, "client: completed");
            completed.complete(null);
        }
    }

    private static final Marshaller<String> TEXT = new Marshaller<>() {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private static final MethodDescriptor<String, String> UNARY = MethodDescriptor.<String, String>newBuilder(
                    TEXT, TEXT)
            .setType(MethodType.UNARY)
            .setFullMethodName("Chat/ask")
            .build();

    private static final MethodDescriptor<String, String> STREAM = UNARY.toBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName("Chat/talk")
            .build();

    /** Gets the user from the first message. */
    private static final ServerServiceDefinition SERVICE = ServerServiceDefinition.builder("Chat")
            .addMethod(UNARY, ServerCalls.asyncUnaryCall((user, answers) -> {
                step(user, "server: unary method");
                answers.onNext("answer");
                answers.onCompleted();
            }))
            .addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(answers -> new Talk(answers)))
            .build();

    private static final class Talk implements StreamObserver<String> {

        private final StreamObserver<String> answers;
        private final TelemetryContext started = TelemetryContext.current();
        private TelemetryContext ready = TelemetryContext.empty();
        private String user = "nobody";

        Talk(StreamObserver<String> answers) {
            this.answers = answers;
            ServerCallStreamObserver<String> call = (ServerCallStreamObserver<String>) answers;
            call.setOnReadyHandler(() -> ready = TelemetryContext.current());
            call.setOnCancelHandler(() -> ended("server: cancelled"));
            call.setOnCloseHandler(() -> ended("server: closed"));
        }

        private void ended(String how) {
            step(user, how);
            Objects.requireNonNull(ENDED.get(user)).complete(null);
        }

        @Override
        public void onNext(String user) {
            this.user = user;
            started.run(() -> step(user, "server: streaming method"));
            step(user, "server: message");
            answers.onNext("answer");
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
            ready.run(() -> step(user, "server: ready"));
            step(user, "server: completed");
            answers.onCompleted();
        }
    }

    private static final class NaiveServerContext implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String session = headers.get(Metadata.Key.of("session_id", Metadata.ASCII_STRING_MARSHALLER));
            String request = headers.get(Metadata.Key.of("request_id", Metadata.ASCII_STRING_MARSHALLER));
            return TelemetryContext.with()
                    .sessionId(session)
                    .requestId(request)
                    .call(() -> next.startCall(call, headers));
        }
    }

    private static final class Nothing implements ServerInterceptor, ClientInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return next.startCall(call, headers);
        }

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(method, options);
        }
    }
}
