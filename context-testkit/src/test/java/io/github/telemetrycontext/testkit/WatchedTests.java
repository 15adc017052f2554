package io.github.telemetrycontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Run by {@link TelemetryContextExtensionTest} and {@link PageTest} only, because some of these tests fail on purpose. */
@SuppressWarnings("MustBeClosedChecker") // tests leaks
final class WatchedTests {

    private WatchedTests() {}

    @ExtendWith(TelemetryContextExtension.class)
    static class Tidy {

        @Test
        void closesItsScope() {
            TelemetryContext.with().sessionId("tidy").open().close();
        }

        @Test
        void closesScopeOfAnotherThreadLate() throws Exception {
            CountDownLatch open = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                try (Scope scope = TelemetryContext.with().sessionId("late").open()) {
                    open.countDown();
                    Objects.requireNonNull(scope);
                }
            });
            thread.start();
            open.await();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingRequest {

        @Test
        void leavesScopeOpen() {
            TelemetryContext.with().requestId("r-1").open();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class Leaking {

        @Test
        void leavesTwoScopesOpen() {
            openOuterScope();
            openInnerScope();
        }

        private static void openOuterScope() {
            TelemetryContext.with().sessionId("outer").open();
        }

        private static void openInnerScope() {
            TelemetryContext.with().modelId("inner").open();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingElsewhere {

        private static final ExecutorService POOL = Executors.newSingleThreadExecutor();

        @Test
        void leavesScopeOpenOnPooledThread() throws Exception {
            POOL.submit(() -> TelemetryContext.with().sessionId("pooled").open())
                    .get();
        }

        @AfterAll
        static void end() {
            POOL.shutdownNow();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class Surrounded {

        private static final Deque<Scope> SCOPES = new ArrayDeque<>();

        @BeforeAll
        static void openAroundAll() {
            SCOPES.push(TelemetryContext.with().sessionId("all").open());
        }

        private final Scope sinceConstruction =
                TelemetryContext.with().requestId("constructed").open();

        @BeforeEach
        void openAroundEach() {
            SCOPES.push(TelemetryContext.with().modelId("each").open());
        }

        @Test
        void hasFieldsOfOuterScopes() {
            assertThat(TelemetryContext.current().toMap()).containsOnlyKeys("session_id", "request_id", "model_id");
        }

        @AfterEach
        void closeAroundEach() {
            SCOPES.pop().close();
            sinceConstruction.close();
        }

        @AfterAll
        static void closeAroundAll() {
            SCOPES.pop().close();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SurroundedByItsInstance {

        private final Scope sinceConstruction =
                TelemetryContext.with().requestId("constructed").open();

        @Test
        void hasFieldsOfOuterScopes() {
            assertThat(TelemetryContext.current().toMap()).containsOnlyKeys("request_id");
        }

        @Test
        void hasFieldsInSecondTest() {
            hasFieldsOfOuterScopes();
        }

        @AfterAll
        void close() {
            sinceConstruction.close();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class SurroundedByBothInstances {

        private final Scope outer = TelemetryContext.with().requestId("outer").open();

        @Nested
        class Inner {

            private final Scope inner = TelemetryContext.with().modelId("inner").open();

            @Test
            void hasFieldsOfOuterScopes() {
                assertThat(TelemetryContext.current().toMap()).containsOnlyKeys("request_id", "model_id");
            }

            @AfterEach
            void close() {
                inner.close();
            }
        }

        @AfterEach
        void close() {
            outer.close();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class ClosingTooMuch {

        private static final Deque<Scope> SCOPES = new ArrayDeque<>();

        @BeforeAll
        static void open() {
            SCOPES.push(TelemetryContext.with().sessionId("all").open());
        }

        @Test
        void closesOuterScope() {
            SCOPES.pop().close();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingBeforeAll {

        @BeforeAll
        static void openWithoutClosing() {
            TelemetryContext.with().sessionId("before all").open();
        }

        @Test
        void passes() {
            assertThat(TelemetryContext.current().sessionId()).isEqualTo("before all");
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingAfterAll {

        @Test
        void passes() {
            assertThat(TelemetryContext.current().isEmpty()).isTrue();
        }

        @AfterAll
        static void openWithoutClosing() {
            TelemetryContext.with().sessionId("after all").open();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingInConstructor {

        LeakingInConstructor() {
            TelemetryContext.with().sessionId("constructor").open();
            throw new IllegalStateException("on purpose");
        }

        @Test
        void neverRuns() {
            throw new AssertionError();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingWithTidyThread {

        @Test
        void leavesScopeOpenOnItsOwnThread() throws Exception {
            CountDownLatch open = new CountDownLatch(1);
            Thread tidy = new Thread(() -> {
                try (Scope scope = TelemetryContext.with().sessionId("tidy").open()) {
                    open.countDown();
                    Objects.requireNonNull(scope);
                }
            });
            tidy.start();
            open.await();
            TelemetryContext.with().sessionId("leaked").open();
        }
    }

    @ExtendWith(TelemetryContextExtension.class)
    static class LeakingInsideBlock {

        @Test
        void leavesTwoScopesOpenInsideBlock() {
            TelemetryContext.with().sessionId("block").run(() -> {
                TelemetryContext.with().modelId("first").open();
                TelemetryContext.with().modelId("second").open();
            });
        }
    }

    static class Unnamed {

        @Test
        void leavesScopeOpen() {
            TelemetryContext.with().sessionId("unnamed").open();
        }
    }
}
