/** The project's Markdown, as tests read it. */
@NullMarked
package io.github.telemetrycontext.documentation;

import org.jspecify.annotations.NullMarked;
