package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners are found once in a JVM, so each class path has a JVM of its own. */
class ScopeListenerTest {

    private static final List<String> HEARD = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void listenersHearOfEachScopeAndMayRefuseOrComplain() throws Exception {
        assertThat(run(First.class.getName(), Second.class.getName()))
                .containsExactly(
                        "first opened {session_id=a}",
                        "second opened {session_id=a}",
                        "current {session_id=a}",
                        "first closed",
                        "second closed",
                        "current {}",
                        "first opened {session_id=refused}",
                        "first closed",
                        "refused, current {}",
                        "first opened {session_id=complaint}",
                        "second opened {session_id=complaint}",
                        "first closed",
                        "second closed",
                        "complained, current {}");
    }

    @Test
    void aListenerThatCannotBeLoadedCostsNeitherTheOthersNorTheScopes() throws Exception {
        List<String> lines = run("com.example.Missing", First.class.getName(), Unlinkable.class.getName());

        assertThat(lines.stream().filter(line -> line.contains("A listener does not hear of scopes")))
                .hasSize(2);
        assertThat(lines)
                .containsSubsequence(
                        "first opened {session_id=a}", "current {session_id=a}", "first closed", "current {}");
    }

    private List<String> run(String... listeners) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(ScopeListener.class.getName()), List.of(listeners));
        String classPath = directory + System.getProperty("path.separator") + System.getProperty("java.class.path");
        return ForkedJvm.output(Program.class, classPath).lines().toList();
    }

    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            try (Scope scope = TelemetryContext.builder().sessionId("a").open()) {
                Objects.requireNonNull(scope);
                say("current " + TelemetryContext.current().toMap());
            }
            say("current " + TelemetryContext.current().toMap());
            if (HEARD.contains("second closed")) {
                assertThatThrownBy(() ->
                                TelemetryContext.builder().sessionId("refused").run(() -> say("not here")))
                        .hasMessage("refused");
                say("refused, current " + TelemetryContext.current().toMap());
                assertThatThrownBy(() -> TelemetryContext.builder()
                                .sessionId("complaint")
                                .run(() -> {}))
                        .hasMessage("complaint of first")
                        .hasSuppressedException(new IllegalStateException("complaint of second"));
                say("complained, current " + TelemetryContext.current().toMap());
            }
        }
    }

    private static void say(String what) {
        HEARD.add(what);
        System.out.println(what);
    }

    /** A listener that says what it hears, and complains of the scope that is meant for that. */
    private static class Saying implements ScopeListener {

        private final String name;
        private String last = "";

        Saying(String name) {
            this.name = name;
        }

        @Override
        public void opened(Scope scope, TelemetryContext context) {
            last = context.toMap().toString();
            say(name + " opened " + last);
        }

        @Override
        public void closed(Scope scope) {
            say(name + " closed");
            if (last.contains("complaint")) {
                throw new IllegalStateException("complaint of " + name);
            }
        }
    }

    /** Hears of everything. */
    public static final class First extends Saying {

        public First() {
            super("first");
        }
    }

    /** Refuses the scope that is meant for that. */
    public static final class Second extends Saying {

        public Second() {
            super("second");
        }

        @Override
        public void opened(Scope scope, TelemetryContext context) {
            if ("refused".equals(context.sessionId())) {
                throw new IllegalStateException("refused");
            }
            super.opened(scope, context);
        }
    }

    /** As a class that is made for a later JDK, or that lacks another one. */
    public static final class Unlinkable extends Saying {

        public Unlinkable() {
            super("unlinkable");
            throw new UnsupportedClassVersionError("on purpose");
        }
    }
}
