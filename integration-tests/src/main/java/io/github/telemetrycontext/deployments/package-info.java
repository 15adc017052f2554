/** Applications that log one line. Tests deploy them in different ways. */
@NullMarked
package io.github.telemetrycontext.deployments;

import org.jspecify.annotations.NullMarked;
