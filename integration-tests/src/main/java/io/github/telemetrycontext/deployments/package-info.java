/** Applications that log one line, to be deployed in every way that users do. */
@NullMarked
package io.github.telemetrycontext.deployments;

import org.jspecify.annotations.NullMarked;
