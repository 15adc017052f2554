@NullMarked
package io.github.telemetrycontext.threads;

import org.jspecify.annotations.NullMarked;
