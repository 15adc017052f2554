/** Placeholder. */
@NullMarked
package io.github.telemetrycontext.log4j2;

import org.jspecify.annotations.NullMarked;
