package io.github.telemetrycontext.springboot;

import com.example.OrdinaryApplication;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;

/** Standard output of the ordinary application in a JVM of its own, and standard error after it. */
final class OrdinaryOutput {

    private OrdinaryOutput() {}

    static String of(ForkedJvm jvm, List<String> runs) {
        Result result =
                jvm.run(OrdinaryApplication.class, runs.toArray(String[]::new)).succeeded();
        return String.join("\n", result.out()) + "\n" + String.join("\n", result.err());
    }
}
