package io.github.telemetrycontext.spi;

import java.util.List;

/**
 * The result of the self-check of a plugin.
 *
 * @param isOk false if there is any problem; notes do not count
 * @param lines the report, an unmodifiable list: the first line names the framework, the last one the result. The lines
 *     between them begin with {@code ok}, {@code note} or {@code PROBLEM}; each problem is followed by its action
 */
public record SelfCheckReport(boolean isOk, List<String> lines) {

    /** Returns the lines as one text, without a line break at its end. */
    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
