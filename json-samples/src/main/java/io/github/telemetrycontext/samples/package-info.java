/** Placeholder. */
@NullMarked
package io.github.telemetrycontext.samples;

import org.jspecify.annotations.NullMarked;
