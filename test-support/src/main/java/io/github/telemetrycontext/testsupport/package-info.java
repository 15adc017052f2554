/** Helpers for the tests of several modules. */
@NullMarked
package io.github.telemetrycontext.testsupport;

import org.jspecify.annotations.NullMarked;
