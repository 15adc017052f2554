/** What the tests of several modules share. */
@NullMarked
package io.github.telemetrycontext.documentation;

import org.jspecify.annotations.NullMarked;
