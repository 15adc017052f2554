package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.IncompleteClassLoader;
import io.github.telemetrycontext.testsupport.LibraryLog;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs an application without the core, or with a part of the core. */
class MissingCoreTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "io.github.telemetrycontext.(spi.)?[A-Z].*",
                "io.github.telemetrycontext.[A-Z].*",
                "io.github.telemetrycontext.spi.*",
                "io.github.telemetrycontext.spi.UnwindableScope"
            })
    void propagatesForeignThreadLocalsAndWarnsOnce(String missing) throws Exception {
        try (IncompleteClassLoader loader = new IncompleteClassLoader(name -> name.matches(missing));
                LibraryLog libraryLog = new LibraryLog()) {
            assertThat(loader.call(Program.class)).isEqualTo("carried");
            assertThat(libraryLog.records())
                    .hasSize(missing.equals("nothing") ? 0 : 1)
                    .allSatisfy(record -> assertThat(record.getMessage())
                            .startsWith("telemetry-context-micrometer is disabled: ")
                            .contains("Add telemetry-context-core"));
        }
    }

    /** An application with its own thread local. */
    public static final class Program implements Callable<String> {

        @Override
        public String call() {
            ThreadLocal<String> own = new ThreadLocal<>();
            ContextRegistry.getInstance().registerThreadLocalAccessor("own", own);
            own.set("carried");
            CompletableFuture<String> seen = new CompletableFuture<>();
            for (boolean clearMissing : new boolean[] {false, true}) {
                ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
                        .clearMissing(clearMissing)
                        .build();
                Runnable look = () -> seen.complete(own.get());
                Runnable task = snapshots.captureAll().wrap(look);
                own.remove();
                task.run();
                own.set("carried");
            }
            return seen.join();
        }
    }
}
