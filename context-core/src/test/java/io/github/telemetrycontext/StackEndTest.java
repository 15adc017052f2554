package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ContextCarrier;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread whose stack came to its end has the context that it should have, once the error is caught. */
class StackEndTest implements LeavesNoContext {

    /** The compiler in use decides which calls still fit; with this one, opening needs much less room than closing. */
    @Test
    void scopesAndBlocksAreOverWhenARecursionHasFailed() throws Exception {
        assertThat(ForkedJvm.output(Recursion.class, System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1"))
                .endsWith("wrong: 0 of 300, 0 of 300, 0 of 300, 0 of 300");
    }

    /** Of the first recursion, that of nested scopes, something may be left attached: detaching comes last. */
    @Test
    void whatIsCarriedIsOverToo(@TempDir Path services) throws Exception {
        Path file = services.resolve("META-INF/services/" + ContextCarrier.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, Counting.class.getName());
        String classPath = services + File.pathSeparator + System.getProperty("java.class.path");

        assertThat(ForkedJvm.output(Recursion.class, classPath, "-XX:TieredStopAtLevel=1"))
                .endsWith(" of 300, 0 of 300, 0 of 300, 0 of 300");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // how it is closed is what is tested
    void anOutermostScopeThatCouldNotBringBackWhatWasBeforeItIsGoneAllTheSame() {
        Scope scope = TelemetryContext.builder().sessionId("outermost").open();
        Object failed = CurrentContext.held();
        scope.close();

        CurrentContext.hold(failed);
        assertThat(TelemetryContext.current().isEmpty()).isTrue();
        CurrentContext.hold(null);
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
            TelemetryContext context =
                    TelemetryContext.builder().sessionId("outermost").build();
            System.out.print("wrong: " + wrong(Recursion::isRightAround, () -> scopes(0)) + ", "
                    + wrong(Recursion::isRightAround, () -> blocks(0)) + ", "
                    + wrong(Recursion::isRightAfter, () -> outermostScopes(context)) + ", "
                    + wrong(Recursion::isRightAfter, () -> outermostBlocks(context)));
        }

        private static String wrong(Predicate<Runnable> check, Runnable recursion) throws InterruptedException {
            int[] wrong = {0};
            for (int i = 0; i < TIMES; i++) {
                Counting.attached.set(0);
                // Each ends a little further on in the code.
                Thread thread =
                        new Thread(null, () -> wrong[0] += (check.test(recursion) ? 0 : 1), "deep", 200_000 + 16 * i);
                thread.start();
                thread.join();
            }
            return wrong[0] + " of " + TIMES;
        }

        @SuppressWarnings("try") // the scope is there to be closed
        private static boolean isRightAround(Runnable recursion) {
            boolean right;
            try (Scope scope = TelemetryContext.builder().sessionId("outer").open()) {
                TelemetryContext outer = TelemetryContext.current();
                right = failed(recursion) && TelemetryContext.current().equals(outer);
            }
            return right && isNothingLeft();
        }

        private static boolean isRightAfter(Runnable recursion) {
            return failed(recursion) && isNothingLeft();
        }

        private static boolean failed(Runnable recursion) {
            try {
                recursion.run();
                return false;
            } catch (StackOverflowError expected) {
                return true;
            }
        }

        private static boolean isNothingLeft() {
            return TelemetryContext.current().isEmpty() && Counting.attached.get() == 0;
        }

        @SuppressWarnings({"try", "InfiniteRecursion"}) // its end is what is tested
        private static void scopes(int depth) {
            try (Scope scope = TelemetryContext.with().samplingIteration(depth).open()) {
                scopes(depth + 1);
            }
        }

        @SuppressWarnings("InfiniteRecursion") // its end is what is tested
        private static void blocks(int depth) {
            TelemetryContext.with().samplingIteration(depth).run(() -> blocks(depth + 1));
        }

        @SuppressWarnings({"try", "InfiniteRecursion"}) // its end is what is tested
        private static void outermostScopes(TelemetryContext context) {
            try (Scope scope = context.makeCurrent()) {
                // Open at each depth, one after the other.
            }
            outermostScopes(context);
        }

        @SuppressWarnings("InfiniteRecursion") // its end is what is tested
        private static void outermostBlocks(TelemetryContext context) {
            context.wrap(() -> {}).run();
            outermostBlocks(context);
        }
    }

    /** Counts what is attached. */
    public static final class Counting implements ContextCarrier {

        private static final AtomicInteger attached = new AtomicInteger();

        @Override
        public Attachment attach(TelemetryContext context) {
            attached.incrementAndGet();
            return attached::decrementAndGet;
        }

        @Override
        public @Nullable TelemetryContext carried() {
            return null;
        }
    }
}
