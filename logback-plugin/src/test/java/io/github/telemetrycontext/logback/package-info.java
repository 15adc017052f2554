@NullMarked
package io.github.telemetrycontext.logback;

import org.jspecify.annotations.NullMarked;
