package io.github.telemetrycontext.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ContextViewTest {

    private static TelemetryContext context(String session) {
        return TelemetryContext.builder().sessionId(session).build();
    }

    @Test
    void derivesViewOncePerContext() {
        AtomicInteger made = new AtomicInteger();
        ContextView<String> view = new ContextView<>(context -> context.sessionId() + " " + made.incrementAndGet());
        TelemetryContext a = context("a");
        TelemetryContext b = context("b");

        assertThat(a.view(view)).isEqualTo("a 1").isSameAs(a.view(view));
        assertThat(b.view(view)).isEqualTo("b 2");
        assertThat(a.view(view)).isEqualTo("a 1");
        assertThat(TelemetryContext.empty().view(view)).isEqualTo("null 3");
    }

    @Test
    void keepsViewsOfOneContextSeparate() {
        TelemetryContext context = context("a");
        List<ContextView<Integer>> views = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            views.add(new ContextView<>(any -> number));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < views.size(); i++) {
                assertThat(context.view(views.get(i))).isEqualTo(i);
            }
        }
    }

    @Test
    void derivesViewFromAnotherView() {
        AtomicInteger made = new AtomicInteger();
        ContextView<String> session = new ContextView<>(context -> context.sessionId() + " " + made.incrementAndGet());
        ContextView<String> quoted = new ContextView<>(context -> "'" + context.view(session) + "'");
        TelemetryContext context = context("a");

        assertThat(context.view(quoted)).isEqualTo("'a 1'").isSameAs(context.view(quoted));
        assertThat(context.view(session)).isEqualTo("a 1");
    }

    @Test
    void keepsViewThatAnotherThreadDerivedMeanwhile() {
        TelemetryContext context = context("a");
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Object> elsewhere = new AtomicReference<>();
        List<ContextView<Object>> itself = new ArrayList<>();
        ContextView<Object> view = new ContextView<>(any -> {
            if (calls.incrementAndGet() == 1) {
                elsewhere.set(CompletableFuture.supplyAsync(() -> context.view(itself.get(0)))
                        .join());
            }
            return new Object();
        });
        itself.add(view);

        assertThat(context.view(view)).isSameAs(elsewhere.get()).isSameAs(context.view(view));
    }

    @Test
    void retriesFailedDerivation() {
        AtomicInteger calls = new AtomicInteger();
        ContextView<String> view = new ContextView<>(context -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return "made";
        });
        TelemetryContext context = context("a");

        assertThatThrownBy(() -> context.view(view)).hasMessage("on purpose");
        assertThat(context.view(view)).isEqualTo("made");
    }

    @Test
    void concurrentThreadsGetSameView() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            for (int round = 0; round < 200; round++) {
                TelemetryContext context = context("s-" + round);
                ContextView<Object> shared = new ContextView<>(any -> new Object());
                List<Future<Object>> views = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    ContextView<Object> own = new ContextView<>(any -> new Object());
                    views.add(pool.submit(() -> {
                        together.await();
                        context.view(own);
                        return context.view(shared);
                    }));
                }
                Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                for (Future<Object> view : views) {
                    seen.add(view.get());
                }
                assertThat(seen).hasSize(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void namesNullArguments() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ContextView<>(null))
                .withMessage("derivation");
        assertThatNullPointerException()
                .isThrownBy(() -> context("a").view(null))
                .withMessage("view");
        assertThatNullPointerException()
                .isThrownBy(() -> new ContextView<>(context -> "x").derive(null))
                .withMessage("context");
        assertThatNullPointerException()
                .isThrownBy(() -> context("a").view(new ContextView<String>(context -> null)))
                .withMessageContaining("the view of");
    }
}
