@NullMarked
package io.github.telemetrycontext.benchmarks;

import org.jspecify.annotations.NullMarked;
