package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts applications and reads their output. */
@ExtendWith(OutputCaptureExtension.class)
public abstract class ChatTest {

    private @Nullable CapturedOutput output;

    @BeforeEach
    void capture(CapturedOutput captured) {
        output = captured;
    }

    protected static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--model.url=" + Model.url(), "--server.port=0"));
        List.of(properties).forEach(property -> arguments.add("--" + property));
        return new SpringApplicationBuilder(application, JdkHttpClients.class)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments.toArray(String[]::new));
    }

    /** Returns the lines of the current test. */
    protected List<Line> lines() {
        return Line.in(Objects.requireNonNull(output).getOut());
    }

    protected List<Line> linesOf(String request) {
        return lines().stream().filter(line -> request.equals(line.request())).toList();
    }

    /** Waits for the last line, because the end of a stream may be logged after the response. */
    protected List<Line> linesUntil(String last, String request) {
        return await().until(
                        () -> linesOf(request),
                        lines -> lines.stream().anyMatch(line -> line.message().equals(last)));
    }

    protected static void assertLines(List<Line> lines, String expected) {
        assertThat(String.join("\n", lines.stream().map(Line::toString).toList()))
                .isEqualTo(expected.strip());
    }
}
