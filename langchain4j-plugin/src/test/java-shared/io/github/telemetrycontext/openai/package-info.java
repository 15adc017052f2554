@NullMarked
package io.github.telemetrycontext.openai;

import org.jspecify.annotations.NullMarked;
