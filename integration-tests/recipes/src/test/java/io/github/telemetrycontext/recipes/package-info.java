@NullMarked
package io.github.telemetrycontext.recipes;

import org.jspecify.annotations.NullMarked;
