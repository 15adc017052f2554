@NullMarked
package io.github.telemetrycontext.micrometer;

import org.jspecify.annotations.NullMarked;
