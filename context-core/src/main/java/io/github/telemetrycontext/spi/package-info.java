/**
 * Supports libraries that build on scopes. Applications don't need this package. Parameters and results are never null
 * unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.spi;

import org.jspecify.annotations.NullMarked;
