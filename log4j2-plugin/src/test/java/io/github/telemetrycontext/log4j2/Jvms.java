package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.List;

/** Creates JVMs for settings that Log4j reads once: the classpath and some properties. */
final class Jvms {

    /** Located by a class that loads with every version of Log4j. */
    private static final Path PLUGIN = ForkedJvm.placeOf(SupportedLog4j.class);

    private Jvms() {}

    static ForkedJvm configured(String resource) {
        return new ForkedJvm().property("log4j2.configurationFile", "classpath:" + resource);
    }

    /** Runs the application and checks its message about the value of a switch, or that there is no message. */
    static Result runWithSwitch(String resource, String property, String value, String level) {
        Result result = configured(resource)
                .property(property, value)
                .run(ForkedApplication.class)
                .succeeded();
        List<String> message = List.of(level + " The system property " + property + " can't be \"" + value
                + "\". Valid values are true and false. The default, true, is used.");
        assertThat(result.err()).containsExactlyElementsOf(level.isEmpty() ? List.of() : message);
        return result;
    }

    /** Replaces the plugin with a copy in the folder, without the file. */
    static ForkedJvm withoutFileOfPlugin(String file, Path folder) {
        return new ForkedJvm()
                .without(PLUGIN.toString())
                .first(ForkedJvm.copy(PLUGIN, folder, name -> !name.equals(file)));
    }
}
