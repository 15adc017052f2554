package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.UnwindableScope;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.LibraryLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a JVM with {@code -Dtelemetry.context.strict=true}. */
@Tag("strict")
@SuppressWarnings("MustBeClosedChecker") // tests misuse
class StrictModeTest implements LeavesNoContext {

    private static final TelemetryContext A =
            TelemetryContext.builder().sessionId("a").build();
    private static final TelemetryContext B =
            TelemetryContext.builder().sessionId("b").build();

    @BeforeEach
    void strictModeIsOn() {
        assertThat(Settings.STRICT).isTrue();
    }

    private static Scope openInNamedMethod(TelemetryContext context) {
        return context.makeCurrent();
    }

    private static void namesTheOpener(@Nullable Throwable opening) {
        assertThat(opening).isNotNull();
        assertThat(opening.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("openInNamedMethod");
    }

    @Test
    void doesNotReportScopeClosedCorrectly() {
        try (Scope a = openInNamedMethod(A)) {
            Scope b = openInNamedMethod(B);
            b.close();
            b.close();
            assertThat(a).isNotNull();
        }
        A.toBuilder().run(() -> assertThat(TelemetryContext.current()).isEqualTo(A));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void reportsOpenerAndClosesScopeWhenClosedOutOfOrder() {
        Scope a = openInNamedMethod(A);
        Scope b = B.makeCurrent();

        assertThatIllegalStateException()
                .isThrownBy(a::close)
                .withMessageContaining("session_id=a")
                .withMessageContaining("out of order")
                .satisfies(e -> namesTheOpener(e.getCause()));
        assertThat(TelemetryContext.current()).isSameAs(B);
        b.close();
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void reportsOpenerAndKeepsScopeWhenClosedOnAnotherThread() {
        Scope a = openInNamedMethod(A);

        assertThatThrownBy(() -> CompletableFuture.runAsync(a::close).join())
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "Close it on thread " + Thread.currentThread().getName())
                .satisfies(e -> namesTheOpener(e.getCause()));
        assertThat(TelemetryContext.current()).isSameAs(A);
        a.close();
    }

    @Test
    void reportsOpenerAndKeepsScopeWhenUnwoundOnAnotherThread() {
        UnwindableScope a = (UnwindableScope) openInNamedMethod(A);

        assertThatThrownBy(() -> CompletableFuture.runAsync(a::unwind).join())
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was closed on thread")
                .satisfies(e -> namesTheOpener(e.getCause()));
        assertThat(TelemetryContext.current()).isSameAs(A);
        a.unwind();
    }

    @Test
    void reportsOpenersOfScopesLeftOpenInBlock() {
        assertThatIllegalStateException()
                .isThrownBy(() -> A.wrap((Runnable) () -> {
                            openInNamedMethod(B);
                            openInNamedMethod(A);
                        })
                        .run())
                .withMessageContaining("session_id=a")
                .withMessageContaining("never closed")
                .satisfies(e -> {
                    namesTheOpener(e.getCause());
                    assertThat(e.getSuppressed()).singleElement().satisfies(also -> {
                        assertThat(also).hasMessageContaining("session_id=b");
                        namesTheOpener(also.getCause());
                    });
                });
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void reportsOnlyScopesLeftOpenInsideUnwoundScope() {
        Scope a = A.makeCurrent();
        UnwindableScope b = (UnwindableScope) B.makeCurrent();
        openInNamedMethod(A);

        assertThatIllegalStateException()
                .isThrownBy(b::unwind)
                .withMessageContaining("never closed")
                .satisfies(e -> {
                    namesTheOpener(e.getCause());
                    assertThat(e.getSuppressed()).isEmpty();
                });
        b.unwind();
        assertThat(TelemetryContext.current()).isSameAs(A);
        a.close();
    }

    @Test
    void keepsExceptionOfBlockAndAddsReport() {
        assertThatThrownBy(() -> A.toBuilder().run(() -> {
                    openInNamedMethod(B);
                    throw new IllegalArgumentException("from the block");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from the block")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessageContaining("never closed")));
    }

    /** Misuses scopes in ways that are reported immediately and must not be reported again. */
    private static void closeOrReport() {
        B.makeCurrent().close();
        B.toBuilder().run(() -> {});
        Scope outer = B.makeCurrent();
        Scope inner = B.makeCurrent();
        assertThatIllegalStateException().isThrownBy(outer::close);
        inner.close();
        assertThatIllegalStateException().isThrownBy(() -> B.toBuilder().run(B::makeCurrent));
    }

    @Test
    void logsUnclosedScopeWhenGarbageCollected() throws Exception {
        LibraryLog libraryLog = new LibraryLog();
        try (libraryLog) {
            Thread forgetful = new Thread(
                    () -> {
                        closeOrReport();
                        openInNamedMethod(A);
                    },
                    "forgetful");
            forgetful.start();
            forgetful.join();

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                System.gc();
                assertThat(libraryLog.records()).isNotEmpty();
            });
        }
        assertThat(libraryLog.records()).singleElement().satisfies(record -> {
            assertThat(record.getMessage())
                    .contains("never closed")
                    .contains("session_id=a")
                    .contains("forgetful");
            namesTheOpener(record.getThrown());
        });
    }

    @Test
    void logsOpenScopeWhenJvmExits() {
        Result result = new ForkedJvm()
                .property("telemetry.context.strict", "true")
                .run(Forgetful.class)
                .succeeded();

        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .asString()
                .contains("never closed", "session_id=forgotten", "Forgetful.main")
                .doesNotContain("session_id=closed");
    }

    @Test
    void doesNotReportRefusedScope() {
        Result result = new ForkedJvm()
                .first(Path.of("src/test/services"))
                .property("telemetry.context.strict", "true")
                .run(Refused.class)
                .succeeded();

        assertThat(result.out()).contains("second refuses");
        assertThat(result.err()).isEmpty();
    }

    static final class Refused {

        public static void main(String[] args) {
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            TelemetryContext.builder().sessionId("refused").open())
                    .satisfies(e -> System.out.println(e.getMessage()));
        }
    }

    static final class Forgetful {

        public static void main(String[] args) {
            TelemetryContext.builder().sessionId("closed").open().close();
            TelemetryContext.builder().sessionId("forgotten").open();
        }
    }
}
