/** An application that does not use telemetry-context. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
