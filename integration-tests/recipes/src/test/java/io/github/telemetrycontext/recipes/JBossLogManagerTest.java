package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class JBossLogManagerTest {

    private final Logger log = LogContext.create().getLogger("app");
    private final Records records = new Records();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        threads.shutdown();
        MDC.clear();
    }

    @Test
    void recordsHaveFieldsOfScope() {
        records.setFilter(new JBossFilter());
        log.addHandler(records);
        assertThat(linesOfNestedScopes())
                .containsExactly(
                        "before {}",
                        "outer {request_id=r-alice, session_id=s-alice}",
                        "inner {sampling_iteration=3, session_id=s-alice}",
                        "outer again {request_id=r-alice, session_id=s-alice}",
                        "after {}");
    }

    @Test
    void recordsHaveNoFieldsByDefault() {
        log.addHandler(records);
        assertThat(linesOfNestedScopes())
                .containsExactly("before {}", "outer {}", "inner {}", "outer again {}", "after {}");
    }

    private List<String> linesOfNestedScopes() {
        log.info("before");
        ids("alice").run(() -> {
            log.info("outer");
            TelemetryContext.with().requestId(null).samplingIteration(3).run(() -> log.info("inner"));
            log.info("outer again");
        });
        log.info("after");
        return records.lines;
    }

    @Test
    void recordsOfOtherThreadsHaveFieldsOfSubmitter() throws Exception {
        records.setFilter(new JBossFilter());
        log.addHandler(records);
        ExecutorService pool = TelemetryExecutors.propagating(threads);
        CountDownLatch both = new CountDownLatch(2);
        for (String user : List.of("alice", "bob")) {
            ids(user)
                    .run(() -> pool.execute(() -> {
                        both.countDown();
                        await(both);
                        log.info(user);
                    }));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(records.lines)
                .containsExactlyInAnyOrder(
                        "alice {request_id=r-alice, session_id=s-alice}", "bob {request_id=r-bob, session_id=s-bob}");
    }

    @Test
    void keepsEntriesOfApplication() {
        records.setFilter(new JBossFilter());
        log.addHandler(records);
        MDC.put("session_id", "of the application");
        ids("alice").run(() -> log.info("inside"));
        assertThat(records.lines).containsExactly("inside {request_id=r-alice, session_id=of the application}");
    }

    @Test
    void asynchronousHandlerFiltersOnWrongThread() {
        records.setFilter(new JBossFilter());
        log.addHandler(behindAQueue(records));
        ids("alice").run(() -> log.info("inside"));
        Awaitility.await().until(() -> !records.lines.isEmpty());
        assertThat(records.lines).containsExactly("inside {}");
    }

    @Test
    void filterOfAsynchronousHandlerItselfRunsOnRightThread() {
        AsyncHandler queue = behindAQueue(records);
        queue.setFilter(new JBossFilter());
        log.addHandler(queue);
        ids("alice").run(() -> log.info("inside"));
        Awaitility.await().until(() -> !records.lines.isEmpty());
        assertThat(records.lines).containsExactly("inside {request_id=r-alice, session_id=s-alice}");
    }

    /** This is why no scope listener copies the fields to this MDC: threads of a pool would keep them. */
    @Test
    void newThreadsInheritMdc() throws Exception {
        log.addHandler(records);
        MDC.put("session_id", "s-alice");
        threads.submit(() -> log.info("first task")).get();
        MDC.remove("session_id");
        threads.shutdown();
        assertThat(records.lines).containsExactly("first task {session_id=s-alice}");
    }

    private static AsyncHandler behindAQueue(Records records) {
        AsyncHandler queue = new AsyncHandler();
        queue.addHandler(records);
        return queue;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Records extends ExtHandler {

        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void doPublish(ExtLogRecord event) {
            Map<String, String> fields = new TreeMap<>(event.getMdcCopy());
            lines.add(event.getMessage() + " " + fields);
        }
    }
}
