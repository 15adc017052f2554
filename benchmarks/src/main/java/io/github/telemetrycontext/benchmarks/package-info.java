/** What scopes, hops and events cost, and what they cost with the alternatives. */
@NullMarked
package io.github.telemetrycontext.benchmarks;

import org.jspecify.annotations.NullMarked;
