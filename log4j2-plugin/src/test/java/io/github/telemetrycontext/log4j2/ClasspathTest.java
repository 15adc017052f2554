package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.core.impl.ThreadContextDataProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that depend on the classpath and on properties of the JVM. */
@Tag("classpath")
class ClasspathTest {

    private static final String FIELDS = "{model_id=granite, request_id=r-1, sampling_iteration=3, session_id=s-1}";
    private static final String FIELDS_AND_THEIRS = FIELDS.replace("s-1", "theirs");

    @ParameterizedTest
    @CsvSource({
        "true, threadContextMap, org.apache.logging.log4j.spi.DefaultThreadContextMap",
        "false, threadContextMap, org.apache.logging.log4j.spi.DefaultThreadContextMap",
        "true, garbagefree.threadContextMap, true",
        "false, garbagefree.threadContextMap, true",
        "true, threadContextMap, io.github.telemetrycontext.log4j2.CopyOnWriteContextMap",
        "false, threadContextMap, io.github.telemetrycontext.log4j2.CopyOnWriteContextMap",
    })
    void applicationEntryTakesPrecedenceInAnyOrderOfServiceFiles(boolean oursFirst, String property, String value) {
        Path first =
                ForkedJvm.placeOf(oursFirst ? TelemetryContextDataProvider.class : ThreadContextDataProvider.class);
        Result result = configured("forked-lookups.xml")
                .without(first.toString())
                .first(first)
                .property("log4j2." + property, value)
                .property("test.printProviders", "true")
                .run(ForkedApplication.class)
                .succeeded();

        List<String> providers = new ArrayList<>(
                List.of(TelemetryContextDataProvider.class.getName(), ThreadContextDataProvider.class.getName()));
        if (!oursFirst) {
            Collections.reverse(providers);
        }
        assertThat(result.out())
                .containsExactly(
                        "providers " + providers,
                        "outside {} none",
                        "inside " + FIELDS + " s-1",
                        "both " + FIELDS_AND_THEIRS + " theirs",
                        "detail " + FIELDS_AND_THEIRS + " theirs",
                        "after {} none");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void worksSilentlyWithoutJsonTemplateLayout() {
        Result result = configured("forked-pattern.xml")
                .without("log4j-layout-template-json")
                .run(ForkedApplication.class)
                .succeeded();

        assertThat(result.out())
                .containsExactly("outside {}", "inside " + FIELDS, "both " + FIELDS_AND_THEIRS, "after {}");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void worksWithDisabledThreadContext() {
        Result result = configured("forked-pattern.xml")
                .property("log4j2.disableThreadContext", "true")
                .run(ForkedApplication.class)
                .succeeded();

        assertThat(result.out()).containsExactly("outside {}", "inside " + FIELDS, "both " + FIELDS, "after {}");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void writesLinesWithoutFieldsWhenContextMapFails(String injector) {
        Result result = runWithFailingContextMap(injector, "forked-pattern.xml");

        assertThat(result.out()).containsExactly("outside {}", "inside {}", "both {}", "after {}");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void filtersAndLookupsWorkWhenContextMapFails(String injector) {
        Result result = runWithFailingContextMap(injector, "forked-lookups.xml");

        assertThat(result.out()).endsWith("outside {} none", "inside {} none", "both {} none", "after {} none");
        assertThat(result.err()).isEmpty();
    }

    private Result runWithFailingContextMap(String injector, String configuration) {
        return configured(configuration)
                .property("telemetry.context.log4j2.injector", injector)
                .property("log4j2.threadContextMap", FailingContextMap.class.getName())
                .run(ForkedApplication.class)
                .succeeded();
    }
}
