/** The demo, and code that it shares with the tests of the sample configurations. */
@NullMarked
package io.github.telemetrycontext.samples;

import org.jspecify.annotations.NullMarked;
