package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.InfoStatus;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests {@link TelemetryMdcAdapter#install}, including repeated and concurrent calls. */
@ExtendWith(TelemetryContextExtension.class)
class InstallationTest {

    @Test
    void installsAdapterAndOneFilterWithoutStatus() {
        try (Logback logback = Logback.withoutPlugin()) {
            TelemetryMdcAdapter adapter = TelemetryMdcAdapter.install(logback.context);

            assertThat(logback.context.getMDCAdapter()).isSameAs(adapter);
            assertThat(logback.context.getTurboFilterList()).hasExactlyElementsOfTypes(TelemetryTurboFilter.class);
            assertThat(logback.context.getStatusManager().getCopyOfStatusList()).isEmpty();
        }
    }

    @Test
    void installingAgainChangesNothing() {
        try (Logback logback = Logback.withPlugin()) {
            TelemetryTurboFilter filter = logback.filters().get(0);
            Object adapter = logback.context.getMDCAdapter();

            assertThat(TelemetryMdcAdapter.install(logback.context)).isSameAs(adapter);
            assertThat(logback.context.getTurboFilterList()).containsExactly(filter);
        }
    }

    @Test
    void putsFilterBeforeOthers() {
        try (Logback logback = Logback.withoutPlugin()) {
            logback.context.addTurboFilter(ForeignFilter.always(FilterReply.NEUTRAL));

            TelemetryMdcAdapter.install(logback.context);

            assertThat(logback.context.getTurboFilterList())
                    .hasExactlyElementsOfTypes(TelemetryTurboFilter.class, ForeignFilter.class);
        }
    }

    @Test
    void keepsStatusManager() {
        try (Logback logback = Logback.withoutPlugin()) {
            Object before = logback.context.getStatusManager();

            TelemetryMdcAdapter.install(logback.context);

            assertThat(logback.context.getStatusManager()).isSameAs(before);
        }
    }

    @Test
    void keepsLogbacksWarningAboutLaterAdapter() {
        Logback logback = Logback.withPlugin();

        logback.context.setMDCAdapter(new LogbackMDCAdapter());

        assertThat(logback.problems()).hasSize(1);
        logback.context.stop();
    }

    @Test
    void installsOneAdapterAndOneFilterFromManyThreads() throws Exception {
        int threads = 8;
        for (int round = 0; round < 50; round++) {
            try (Logback logback = Logback.withoutPlugin()) {
                Set<Object> adapters = ConcurrentHashMap.newKeySet();
                CyclicBarrier start = new CyclicBarrier(threads);
                CountDownLatch done = new CountDownLatch(threads);
                var pool = Executors.newFixedThreadPool(threads);
                for (int i = 0; i < threads; i++) {
                    pool.execute(() -> {
                        await(start);
                        logback.context.getStatusManager().add(new InfoStatus("from elsewhere", logback.context));
                        adapters.add(TelemetryMdcAdapter.install(logback.context));
                        done.countDown();
                    });
                }
                assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
                pool.shutdown();

                assertThat(adapters).containsExactly(logback.context.getMDCAdapter());
                assertThat(logback.filters()).hasSize(1);
                assertThat(logback.context.getStatusManager().getCopyOfStatusList())
                        .hasSize(threads);
            }
        }
    }

    @Test
    void namesNullContext() {
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryMdcAdapter.install(none()))
                .withMessage("context");
    }

    @SuppressWarnings("NullAway") // tests a null argument
    private static LoggerContext none() {
        return null;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
