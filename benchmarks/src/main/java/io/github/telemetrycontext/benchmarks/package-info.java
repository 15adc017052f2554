/** Benchmarks of scopes, task hops and events, with alternatives. */
@NullMarked
package io.github.telemetrycontext.benchmarks;

import org.jspecify.annotations.NullMarked;
