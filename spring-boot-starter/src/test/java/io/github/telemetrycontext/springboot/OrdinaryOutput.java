package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.OrdinaryApplication;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;

/** The output of the ordinary application in a JVM of its own. */
final class OrdinaryOutput {

    private OrdinaryOutput() {}

    static String of(ForkedJvm jvm, List<String> runs) {
        Result result =
                jvm.run(OrdinaryApplication.class, runs.toArray(String[]::new)).succeeded();
        assertThat(result.err()).isEmpty();
        return String.join("\n", result.out());
    }
}
