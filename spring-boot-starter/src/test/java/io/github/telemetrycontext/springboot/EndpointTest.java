package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The endpoint of the actuator. */
class EndpointTest {

    private static String answer(String... arguments) throws Exception {
        try (RunningApplication application = RunningApplication.servlet(ServletWithModel.class, arguments)) {
            return application.get("/actuator/telemetrycontext");
        }
    }

    @Test
    void showsWiringBeansAndSelfCheck() throws Exception {
        Map<String, Object> answer = JsonParserFactory.getJsonParser()
                .parseMap(answer(
                        "--management.endpoints.web.exposure.include=telemetrycontext",
                        "--logging.structured.format.console=logstash"));

        assertThat(answer).containsOnlyKeys("wiring", "beans", "selfCheck");
        assertThat(answer.get("wiring"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("no web filter", "Spring's executors propagate the context");
        assertThat(answer.get("beans")).isEqualTo(Map.of("model", "decorated"));
        assertThat(answer.get("selfCheck"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .hasSizeGreaterThan(2)
                .last()
                .isEqualTo("result: ok");
    }

    @Test
    void isNotExposedByDefault() throws Exception {
        assertThat(answer()).contains("404");
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ServletApplication.class, DecoratedBeansTest.WithOpenModel.class})
    static class ServletWithModel {}
}
