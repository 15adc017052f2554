/** What the tests of several modules share. */
@NullMarked
package io.github.telemetrycontext.testsupport;

import org.jspecify.annotations.NullMarked;
