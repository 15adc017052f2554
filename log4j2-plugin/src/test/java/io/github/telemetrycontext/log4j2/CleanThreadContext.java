package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Clears the thread context after each test. */
final class CleanThreadContext implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext test) {
        ThreadContext.clearAll();
    }
}
