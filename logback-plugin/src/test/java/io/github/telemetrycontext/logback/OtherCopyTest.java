package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.spi.MDCAdapter;

/** Tests restarts of an application. Each restart adds a copy of the library in a new class loader to the same Logback. */
@ExtendWith(TelemetryContextExtension.class)
class OtherCopyTest {

    private static final int RESTARTS = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Each way to install a copy, also after a reset. */
    @ParameterizedTest
    @ValueSource(strings = {"install", "configurator", "filter", "reset+install", "reset+configurator", "reset+filter"})
    void replacesEarlierCopySoThatItCanBeCollected(String way) throws Exception {
        try (Logback logback = Logback.withoutPlugin().configure(Logback.TEXT)) {
            logback.mdc.put("user", "u");
            List<WeakReference<ClassLoader>> copies = new ArrayList<>();
            for (int i = 0; i <= RESTARTS; i++) {
                copies.add(start(logback, way, i));
            }

            assertThat(logback.context.getTurboFilterList())
                    .singleElement()
                    .extracting(filter -> filter.getClass().getClassLoader())
                    .isSameAs(copies.get(RESTARTS).get());
            assertThat(logback.context.getMDCAdapter().getClass().getClassLoader())
                    .isSameAs(copies.get(RESTARTS).get());
            assertThat(logback.context.getCopyOfListenerList()).isEmpty();
            assertCollected(copies.subList(0, RESTARTS));
            logback.mdc.clear();
        }
    }

    @Test
    void keepsAdapterOfApplication() throws Exception {
        try (Logback logback = Logback.withoutPlugin().configure(Logback.TEXT)) {
            logback.mdc.put("user", "u");
            start(logback, "install", 0);
            TelemetryMdcAdapter ours = TelemetryMdcAdapter.install(logback.context);

            assertThat(ours.get("user")).isEqualTo("u");
            assertThat(OtherCopy.unwrapped(logback.mdc)).isSameAs(logback.mdc);
            assertThat(OtherCopy.unwrapped(ours)).isSameAs(ours);
            logback.mdc.clear();
        }
    }

    /** The declared filter reads the contexts of its own class loader and uses the adapter of the other copy. */
    @ParameterizedTest
    @ValueSource(strings = {"install", "configurator", "filter"})
    void keepsDeclaredFilterThatTurnsOnLevel(String way) throws Exception {
        String filter = "<turboFilter class='" + TelemetryTurboFilter.class.getName()
                + "'><sessionId>s-0</sessionId><level>DEBUG</level></turboFilter>";
        try (Logback logback =
                Logback.withPlugin().configure(Logback.TEXT.replace("<appender ", filter + "<appender "))) {
            logback.mdc.put("user", "u");
            start(logback, way, 0);
            MDCAdapter ofOtherCopy = logback.context.getMDCAdapter();

            TelemetryContext.builder()
                    .sessionId("s-1")
                    .run(() -> logback.logger().debug("control"));
            TelemetryContext.builder()
                    .sessionId("s-0")
                    .run(() -> logback.logger().debug("debug"));

            // The other copy has logged two lines. Its contexts turn on no level.
            assertThat(logback.lines()).hasSize(3).last().isEqualTo("debug [user=u] []");
            TelemetryContext.builder()
                    .sessionId("s-0")
                    .modelId("m")
                    .run(() -> logback.logger()
                            .atDebug()
                            .addKeyValue("session_id", "own")
                            .log("fluent"));
            assertThat(logback.lines()).hasSize(4).last().isEqualTo("fluent [user=u] [session_id=\"own\"]");
            assertThat(logback.filters()).hasSize(1);

            logback.context.reset();
            assertThat(logback.context.getMDCAdapter()).isSameAs(ofOtherCopy);
            assertThat(logback.filters()).isEmpty();
            logback.mdc.clear();
        }
    }

    /** Starts a copy in its own class loader. The copy logs inside a scope, with and without a key-value pair. */
    private static WeakReference<ClassLoader> start(Logback logback, String way, int number) throws Exception {
        if (way.startsWith("reset+")) {
            logback.context.reset();
            logback.configure(Logback.TEXT);
        }
        try (URLClassLoader loader = classLoader()) {
            @SuppressWarnings("unchecked") // the class implements it
            BiConsumer<LoggerContext, String> application =
                    (BiConsumer<LoggerContext, String>) loader.loadClass(RestartedApplication.class.getName())
                            .getConstructor()
                            .newInstance();
            assertThat(application.getClass().getClassLoader()).isSameAs(loader);

            application.accept(logback.context, way.replace("reset+", "") + " s-" + number);

            List<String> lines = logback.lines();
            assertThat(lines.subList(lines.size() - 2, lines.size()))
                    .containsExactly(
                            "inside [session_id=s-" + number + ", model_id=m, user=u] []",
                            "own [model_id=m, user=u] [session_id=\"own\"]");
            return new WeakReference<>(loader);
        }
    }

    /** Returns a class loader that loads the library and this test itself, and shares all other classes. */
    private static URLClassLoader classLoader() throws IOException {
        ClassLoader shared = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("io.github.telemetrycontext.")) {
                    throw new ClassNotFoundException(name);
                }
                return OtherCopyTest.class.getClassLoader().loadClass(name);
            }
        };
        List<URL> urls = new ArrayList<>();
        for (Path path : ForkedJvm.placesOf(TelemetryMdcAdapter.class, TelemetryContext.class, OtherCopyTest.class)) {
            urls.add(path.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), shared);
    }

    @SuppressWarnings("BusyWait") // the garbage collector does not report when it is done
    private static void assertCollected(List<? extends Reference<?>> references) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (references.stream().anyMatch(reference -> reference.get() != null) && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(references).allMatch(reference -> reference.get() == null);
    }

    /** Public for its class loader. The text contains the way of installation and the session. */
    public static final class RestartedApplication implements BiConsumer<LoggerContext, String> {

        @Override
        public void accept(LoggerContext context, String text) {
            String[] words = text.split(" ", 2);
            switch (words[0]) {
                case "install" -> TelemetryMdcAdapter.install(context);
                case "configurator" -> new TelemetryConfigurator().configure(context);
                default -> {
                    TurboFilter declared = new TelemetryTurboFilter();
                    declared.setContext(context);
                    declared.start();
                    context.addTurboFilter(declared);
                }
            }
            TelemetryContext.builder().sessionId(words[1]).modelId("m").run(() -> {
                context.getLogger("test").debug("turned off");
                context.getLogger("test").info("inside");
                context.getLogger("test")
                        .atInfo()
                        .addKeyValue("session_id", "own")
                        .log("own");
            });
        }
    }
}
