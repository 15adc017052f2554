@NullMarked
package io.github.telemetrycontext.api;

import org.jspecify.annotations.NullMarked;
