@NullMarked
package io.github.telemetrycontext.springai;

import org.jspecify.annotations.NullMarked;
