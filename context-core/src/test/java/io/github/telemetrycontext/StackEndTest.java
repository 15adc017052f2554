package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import org.junit.jupiter.api.Test;

/** A thread whose stack came to its end has the context that it should have, once the error is caught. */
class StackEndTest implements LeavesNoContext {

    /** The compiler in use decides which calls still fit; with this one, opening needs much less room than closing. */
    @Test
    void scopesAndBlocksAreOverWhenARecursionHasFailed() throws Exception {
        assertThat(ForkedJvm.output(Recursion.class, System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1"))
                .endsWith("wrong: 0 of 300, 0 of 300");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // how it is closed is what is tested
    void aScopeThatCouldNotBringBackWhatWasBeforeItDoesSoWithTheNextOneAroundIt() {
        Scope outer = TelemetryContext.builder().sessionId("outer").open();
        Scope middle = TelemetryContext.builder().sessionId("middle").open();
        Object around = CurrentContext.held();
        Scope inner = TelemetryContext.builder().sessionId("inner").open();
        Object failed = CurrentContext.held();
        inner.close();
        assertThat(CurrentContext.held()).isSameAs(around);

        CurrentContext.hold(failed);
        middle.close();
        assertThat(TelemetryContext.current().sessionId()).isEqualTo("outer");
        outer.close();
        assertThat(CurrentContext.held()).isNull();
    }

    /** Prints how often the context was wrong after recursions without an end, of scopes and of blocks. */
    static final class Recursion {

        private static final int TIMES = 300;

        private Recursion() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.print("wrong: " + wrong(() -> scopes(0)) + ", " + wrong(() -> blocks(0)));
        }

        private static String wrong(Runnable recursion) throws InterruptedException {
            int[] wrong = {0};
            for (int i = 0; i < TIMES; i++) {
                // Each ends a little further on in the code.
                Thread thread =
                        new Thread(null, () -> wrong[0] += (isRightAfter(recursion) ? 0 : 1), "deep", 200_000 + 16 * i);
                thread.start();
                thread.join();
            }
            return wrong[0] + " of " + TIMES;
        }

        @SuppressWarnings("try") // the scope is there to be closed
        private static boolean isRightAfter(Runnable recursion) {
            boolean right;
            try (Scope scope = TelemetryContext.builder().sessionId("outer").open()) {
                TelemetryContext outer = TelemetryContext.current();
                try {
                    recursion.run();
                    right = false;
                } catch (StackOverflowError expected) {
                    right = TelemetryContext.current().equals(outer);
                }
            }
            return right && TelemetryContext.current().isEmpty();
        }

        @SuppressWarnings({"try", "InfiniteRecursion"})
        private static void scopes(int depth) {
            try (Scope scope = TelemetryContext.with().samplingIteration(depth).open()) {
                scopes(depth + 1);
            }
        }

        @SuppressWarnings("InfiniteRecursion")
        private static void blocks(int depth) {
            TelemetryContext.with().samplingIteration(depth).run(() -> blocks(depth + 1));
        }
    }
}
