package io.github.telemetrycontext.deployments;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.nio.file.Path;
import java.util.List;

/** The jars that an application needs to write JSON with a framework. */
final class FrameworkJars {

    static final List<Path> LOG4J = ForkedJvm.jars("log4j-api", "log4j-core", "log4j-layout-template-json");

    static final List<Path> LOGBACK = ForkedJvm.jars(
            "slf4j-api",
            "logback-core",
            "logback-classic",
            "logstash-logback-encoder",
            "jackson-core",
            "jackson-databind",
            "jackson-annotations");

    private FrameworkJars() {}
}
