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
    void aViewIsMadeOncePerContext() {
        AtomicInteger made = new AtomicInteger();
        ContextView<String> view = new ContextView<>(context -> context.sessionId() + " " + made.incrementAndGet());
        TelemetryContext a = context("a");
        TelemetryContext b = context("b");

        assertThat(view.of(a)).isEqualTo("a 1").isSameAs(view.of(a));
        assertThat(view.of(b)).isEqualTo("b 2");
        assertThat(view.of(a)).isEqualTo("a 1");
        assertThat(view.of(TelemetryContext.empty())).isEqualTo("null 3");
    }

    @Test
    void viewsOfOneContextDoNotMix() {
        TelemetryContext context = context("a");
        List<ContextView<Integer>> views = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            views.add(new ContextView<>(any -> number));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < views.size(); i++) {
                assertThat(views.get(i).of(context)).isEqualTo(i);
            }
        }
    }

    @Test
    void aViewMayBeDerivedFromAnother() {
        AtomicInteger made = new AtomicInteger();
        ContextView<String> session = new ContextView<>(context -> context.sessionId() + " " + made.incrementAndGet());
        ContextView<String> quoted = new ContextView<>(context -> "'" + session.of(context) + "'");
        TelemetryContext context = context("a");

        assertThat(quoted.of(context)).isEqualTo("'a 1'").isSameAs(quoted.of(context));
        assertThat(session.of(context)).isEqualTo("a 1");
    }

    @Test
    void aViewThatAnotherThreadHasMadeMeanwhileIsTheOneThatIsKept() {
        TelemetryContext context = context("a");
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Object> elsewhere = new AtomicReference<>();
        List<ContextView<Object>> itself = new ArrayList<>();
        ContextView<Object> view = new ContextView<>(any -> {
            if (calls.incrementAndGet() == 1) {
                elsewhere.set(CompletableFuture.supplyAsync(() -> itself.get(0).of(context))
                        .join());
            }
            return new Object();
        });
        itself.add(view);

        assertThat(view.of(context)).isSameAs(elsewhere.get()).isSameAs(view.of(context));
    }

    @Test
    void aDerivationThatFailsIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        ContextView<String> view = new ContextView<>(context -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return "made";
        });
        TelemetryContext context = context("a");

        assertThatThrownBy(() -> view.of(context)).hasMessage("on purpose");
        assertThat(view.of(context)).isEqualTo("made");
    }

    @Test
    void threadsThatAskAtTheSameTimeGetTheSameView() throws Exception {
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
                        own.of(context);
                        return shared.of(context);
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
    @SuppressWarnings("NullAway") // the null is what is tested
    void nullsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ContextView<>(null))
                .withMessage("derivation");
        assertThatNullPointerException()
                .isThrownBy(() -> new ContextView<>(context -> "x").of(null))
                .withMessage("context");
        assertThatNullPointerException()
                .isThrownBy(() -> new ContextView<String>(context -> null).of(context("a")))
                .withMessageContaining("the view of");
    }
}
