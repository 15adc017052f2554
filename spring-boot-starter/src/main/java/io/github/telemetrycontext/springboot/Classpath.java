package io.github.telemetrycontext.springboot;

import org.springframework.util.ClassUtils;

/** Asks for optional dependencies. */
final class Classpath {

    private Classpath() {}

    static boolean has(String className) {
        return ClassUtils.isPresent(className, Classpath.class.getClassLoader());
    }
}
