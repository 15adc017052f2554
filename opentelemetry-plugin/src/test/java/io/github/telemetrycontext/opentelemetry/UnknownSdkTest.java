package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The processors never throw if the SDK lacks a method, as other versions may, or rejects an attribute. */
class UnknownSdkTest {

    static final List<Throwable> FAILURES =
            List.of(new NoSuchMethodError("getAttributes"), new IllegalStateException("no more attributes"));

    private final List<String> called = new ArrayList<>();

    @ParameterizedTest
    @FieldSource("FAILURES")
    void spanStartsIfSdkFails(Throwable failure) {
        ReadWriteSpan span = failing(ReadWriteSpan.class, failure);

        assertThatCode(() -> TelemetryContext.with()
                        .sessionId("s-1")
                        .run(() -> new TelemetrySpanProcessor().onStart(Context.root(), span)))
                .doesNotThrowAnyException();
        assertThat(called).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("FAILURES")
    void recordIsEmittedIfSdkFails(Throwable failure) {
        ReadWriteLogRecord record = failing(ReadWriteLogRecord.class, failure);

        assertThatCode(() -> TelemetryContext.with()
                        .sessionId("s-1")
                        .run(() -> new TelemetryLogRecordProcessor().onEmit(Context.root(), record)))
                .doesNotThrowAnyException();
        assertThat(called).isNotEmpty();
    }

    private <T> T failing(Class<T> type, Throwable failure) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    throw failure;
                }));
    }
}
