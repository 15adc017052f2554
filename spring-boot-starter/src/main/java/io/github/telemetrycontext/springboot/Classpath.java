package io.github.telemetrycontext.springboot;

import org.springframework.util.ClassUtils;

/** Checks for optional dependencies. */
final class Classpath {

    private Classpath() {}

    static boolean has(String className) {
        return ClassUtils.isPresent(className, Classpath.class.getClassLoader());
    }
}
