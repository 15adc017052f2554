@NullMarked
package io.github.telemetrycontext.documentation;

import org.jspecify.annotations.NullMarked;
