package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.LibraryLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {

    @AutoClose
    private final LibraryLog libraryLog = new LibraryLog();

    @Test
    void skipsAndLogsServicesThatCannotBeLoaded() {
        assertThat(Services.load(Part.class, "A part is missing"))
                .extracting(Object::getClass)
                .containsExactly(First.class, Second.class);
        assertThat(libraryLog.records())
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.getMessage())
                        .isEqualTo("A part is missing, because it can't be loaded. Remove or update its jar."));
        assertThat(libraryLog.records().get(0).getThrown()).hasMessageContaining("com.example.Missing");
        assertThat(libraryLog.records().get(1).getThrown()).hasMessageContaining(Unlinkable.class.getName());
    }

    @Test
    void returnsNoServicesWhenClasspathCannotBeRead() throws Exception {
        Class<?> part = new Unreadable().loadClass(Part.class.getName());

        assertThat(Services.load(part, "A part is missing")).isEmpty();
        assertThat(libraryLog.records()).isNotEmpty();
    }

    @Test
    void loadsOtherListenersWhenOneCannotBeLoaded(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("META-INF/services/" + ScopeListener.class.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, List.of("com.example.Missing", PrintingListener.class.getName()));
        Result result = new ForkedJvm().first(directory).run(Program.class).succeeded();

        assertThat(result.err())
                .filteredOn(line -> line.contains("A scope listener is not called"))
                .hasSize(1);
        assertThat(result.out()).containsSubsequence("opened", "current {session_id=a}", "closed", "current {}");
    }

    /** The service that the test loads. */
    public interface Part {}

    /** Can be loaded. */
    public static final class First implements Part {}

    /** Can be loaded after two services that can't. */
    public static final class Second implements Part {}

    /** Fails like a class that requires a later JDK. */
    public static final class Unlinkable implements Part {

        public Unlinkable() {
            throw new UnsupportedClassVersionError("on purpose");
        }
    }

    /** Loads {@link Part} itself and fails to read the classpath. */
    private static final class Unreadable extends ClassLoader {

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            if (!name.equals(Part.class.getName())) {
                return super.loadClass(name);
            }
            try (InputStream file =
                    Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"), name)) {
                byte[] code = file.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("on purpose");
        }
    }

    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            try (Scope scope = TelemetryContext.builder().sessionId("a").open()) {
                Objects.requireNonNull(scope);
                System.out.println("current " + TelemetryContext.current().toMap());
            }
            System.out.println("current " + TelemetryContext.current().toMap());
        }
    }

    /** Prints its calls. */
    public static final class PrintingListener implements ScopeListener {

        @Override
        public void opened(Scope scope, TelemetryContext context) {
            System.out.println("opened");
        }

        @Override
        public void closed(Scope scope) {
            System.out.println("closed");
        }
    }
}
