package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.ByteArrayOutputStream;
import java.util.logging.Formatter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class JulTest {

    @Test
    void recordsShowFieldsOfScope() {
        assertThat(lines(new JulFormatter()))
                .contains("{session_id=s-alice, request_id=r-alice} ", "inside", "{} ", "after");
    }

    @Test
    void recordsShowNoFieldsByDefault() {
        assertThat(lines(new SimpleFormatter())).contains("inside", "after").doesNotContain("alice");
    }

    private static String lines(Formatter formatter) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        StreamHandler handler = new StreamHandler(output, formatter);
        Logger log = Logger.getAnonymousLogger();
        log.setUseParentHandlers(false);
        log.addHandler(handler);
        ids("alice").run(() -> log.info("inside"));
        log.info("after");
        handler.flush();
        return output.toString(UTF_8);
    }
}
