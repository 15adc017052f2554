@NullMarked
package io.github.telemetrycontext.deployments;

import org.jspecify.annotations.NullMarked;
