@NullMarked
package io.github.telemetrycontext.langchain4j.application;

import org.jspecify.annotations.NullMarked;
