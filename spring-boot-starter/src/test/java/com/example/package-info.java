/** An application that knows nothing of telemetry-context. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
