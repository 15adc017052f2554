package io.github.telemetrycontext.logback;

import java.util.List;
import java.util.stream.Stream;

/**
 * Recognizes the events that other threads logged while SLF4J initialized. SLF4J records them without their context, and the
 * thread that initializes SLF4J replays them.
 *
 * <p>The stack shows the replay in all versions of Logback, also when an earlier turbo filter has hidden the event from ours.
 * Only the thread that initializes SLF4J inspects its stack, and only until the initialization is over.
 */
final class Slf4jInitialization {

    private static final String SLF4J = "org.slf4j.LoggerFactory";
    private static final StackWalker STACK = StackWalker.getInstance();

    /** The id of the thread that initializes SLF4J, 0 if there is none. Other threads may read an old value. */
    private long initializer = isRunning() ? Thread.currentThread().getId() : 0;

    /** Returns whether this thread initializes SLF4J. */
    static boolean isRunning() {
        return !methodsOfSlf4j().isEmpty();
    }

    /** Returns whether this thread replays an event. */
    boolean isReplaying() {
        if (initializer == 0 || initializer != Thread.currentThread().getId()) {
            return false;
        }
        List<String> methods = methodsOfSlf4j();
        if (methods.isEmpty()) {
            initializer = 0;
        }
        return methods.contains("replaySingleEvent");
    }

    private static List<String> methodsOfSlf4j() {
        return STACK.walk((Stream<StackWalker.StackFrame> frames) -> frames.filter(
                        frame -> frame.getClassName().equals(SLF4J))
                .map(StackWalker.StackFrame::getMethodName)
                .toList());
    }
}
