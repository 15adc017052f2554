@NullMarked
package io.github.telemetrycontext.langchain4j;

import org.jspecify.annotations.NullMarked;
