@NullMarked
package io.github.telemetrycontext.springboot;

import org.jspecify.annotations.NullMarked;
