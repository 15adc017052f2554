package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.net.SocketAppender;
import ch.qos.logback.classic.net.server.HardenedLoggingEventInputStream;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that serialized events keep their fields, even if receivers accept few classes. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class SocketReceiverTest {

    @Test
    @Tag("logback-1.5.33")
    @Timeout(60)
    void receiverReadsEvents() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Logback logback = Logback.withPlugin()) {
            SocketAppender appender = new SocketAppender();
            appender.setContext(logback.context);
            appender.setRemoteHost(server.getInetAddress().getHostAddress());
            appender.setPort(server.getLocalPort());
            appender.start();
            logback.logger().addAppender(appender);

            try (Socket socket = server.accept();
                    var in = new HardenedLoggingEventInputStream(
                            new LoggerContext(), new BufferedInputStream(socket.getInputStream()))) {
                try (var scope = all().open()) {
                    logback.logger().info("fields only");
                    logback.mdc.put("user", "u");
                    logback.logger().info("fields and MDC");
                }
                logback.logger().info("MDC only");
                logback.mdc.clear();
                logback.logger().info("control");

                assertThat(read(in))
                        .containsOnly(
                                entry("session_id", "s"), entry("model_id", "m"), entry("sampling_iteration", "3"));
                assertThat(read(in))
                        .containsOnly(
                                entry("session_id", "s"),
                                entry("model_id", "m"),
                                entry("sampling_iteration", "3"),
                                entry("user", "u"));
                assertThat(read(in)).containsOnly(entry("user", "u"));
                assertThat(read(in)).isEmpty();
            }
            appender.stop();
        }
    }

    /** Logback 1.6.3 accepts few classes. A receiver may not have the classes of this library. */
    @ParameterizedTest
    @ValueSource(strings = {"", "user"})
    void serializesMdcAsHashMap(String key) throws Exception {
        try (Logback logback = Logback.withPlugin();
                var scope = all().open()) {
            if (!key.isEmpty()) {
                logback.mdc.put(key, "u");
            }
            TelemetryMdcAdapter adapter = (TelemetryMdcAdapter) logback.context.getMDCAdapter();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(adapter.getPropertyMap());
            }

            Set<String> classes = new TreeSet<>();
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
                @Override
                protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
                    classes.add(type.getName());
                    return super.resolveClass(type);
                }
            }) {
                assertThat(in.readObject()).isEqualTo(adapter.getPropertyMap());
            }
            assertThat(classes).containsExactly("java.util.HashMap");
        }
    }

    private static Map<String, String> read(ObjectInputStream in) throws Exception {
        ILoggingEvent event = (LoggingEventVO) in.readObject();
        return event.getMDCPropertyMap();
    }

    private static TelemetryContext.Builder all() {
        return TelemetryContext.with().sessionId("s").modelId("m").samplingIteration(3);
    }
}
