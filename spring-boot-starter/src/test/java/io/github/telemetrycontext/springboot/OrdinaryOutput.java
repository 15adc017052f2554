package io.github.telemetrycontext.springboot;

import com.example.OrdinaryApplication;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;

/** Runs the ordinary application in its own JVM. Returns its standard output, then its standard error. */
final class OrdinaryOutput {

    private OrdinaryOutput() {}

    /** Returns a JVM without one of the plugins on the classpath. A plugin is a jar or a folder of the build. */
    static ForkedJvm withoutPlugin(String plugin) {
        String jar = "telemetry-context-" + plugin + "-";
        boolean isJar = ForkedJvm.classPathOfTests().toString().contains(jar);
        return new ForkedJvm().without(isJar ? jar : plugin + "-plugin");
    }

    static String of(ForkedJvm jvm, List<String> runs) {
        Result result =
                jvm.run(OrdinaryApplication.class, runs.toArray(String[]::new)).succeeded();
        return String.join("\n", result.out()) + "\n" + String.join("\n", result.err());
    }
}
