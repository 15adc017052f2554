@NullMarked
package io.github.telemetrycontext.samples.chat;

import org.jspecify.annotations.NullMarked;
