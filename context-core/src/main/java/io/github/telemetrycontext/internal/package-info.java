/** Contains code that the plugins of this project share. It may change in any version. */
@NullMarked
package io.github.telemetrycontext.internal;

import org.jspecify.annotations.NullMarked;
