package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextView;
import org.jspecify.annotations.Nullable;

/** A link in the list of the views that a context keeps. */
record KeptView(ContextView<?> view, Object value, @Nullable KeptView next) {

    @SuppressWarnings("ReferenceEquality") // a view is a key by its identity
    static @Nullable Object find(@Nullable KeptView first, ContextView<?> view) {
        for (KeptView kept = first; kept != null; kept = kept.next) {
            if (kept.view == view) {
                return kept.value;
            }
        }
        return null;
    }
}
