/** The parts that the plugins of this project share. They may change in any version. */
@NullMarked
package io.github.telemetrycontext.internal;

import org.jspecify.annotations.NullMarked;
