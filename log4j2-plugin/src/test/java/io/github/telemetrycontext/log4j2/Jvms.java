package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.nio.file.Path;

/** JVMs for what Log4j reads once: the class path and some properties. */
final class Jvms {

    /** Found by a class that loads with each version of Log4j. */
    private static final Path PLUGIN = ForkedJvm.placeOf(SupportedLog4j.class);

    private Jvms() {}

    static ForkedJvm configured(String resource) {
        return new ForkedJvm().property("log4j2.configurationFile", "classpath:" + resource);
    }

    /** Has a copy of the plugin in the folder in its place, which lacks the file. */
    static ForkedJvm withoutFileOfPlugin(String file, Path folder) {
        return new ForkedJvm()
                .without(PLUGIN.toString())
                .first(ForkedJvm.copy(PLUGIN, folder, name -> !name.equals(file)));
    }
}
