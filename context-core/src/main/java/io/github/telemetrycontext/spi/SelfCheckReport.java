package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the self-check of a plugin found: lines for people, and whether all is as it should be. Immutable.
 *
 * <p>The first line names the host, the last one the result. Those between begin with {@code ok}, {@code note} or {@code
 * PROBLEM}; each problem is followed by its remedy.
 */
public final class SelfCheckReport {

    /** The fields of the probe: values that nothing else writes, and short enough for layouts that cut. */
    private static final TelemetryContext PROBE = TelemetryContext.builder()
            .sessionId("s-7c41e9")
            .requestId("r-7c41e9")
            .modelId("m-7c41e9")
            .samplingIteration(1_073_741_789)
            .build();

    private final List<String> lines;
    private final boolean ok;

    private SelfCheckReport(List<String> lines, boolean ok) {
        this.lines = List.copyOf(lines);
        this.ok = ok;
    }

    /**
     * Starts a report.
     *
     * @param host what is checked, with its version
     * @return a builder, for use by one thread
     */
    public static Builder of(String host) {
        return new Builder(host);
    }

    /**
     * The context under which a self-check makes its probe event.
     *
     * @return always the same, with all four fields
     */
    public static TelemetryContext probe() {
        return PROBE;
    }

    /**
     * Whether there is no problem; notes don't count.
     *
     * @return false if there is any
     */
    public boolean isOk() {
        return ok;
    }

    /**
     * The report, line by line.
     *
     * @return an unmodifiable list
     */
    public List<String> lines() {
        return lines;
    }

    /** The lines of the report as one text, without a line break at its end. */
    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }

    /** Collects findings in the order in which they are to be read. */
    public static final class Builder {

        private final List<String> lines = new ArrayList<>();
        private int problems;

        private Builder(String host) {
            lines.add("telemetry-context self-check of " + Objects.requireNonNull(host, "host"));
        }

        /**
         * Something that is as it should be.
         *
         * @param finding what was found
         * @return this builder
         */
        public Builder ok(String finding) {
            return add("ok", finding);
        }

        /**
         * Something to know, which is no fault.
         *
         * @param finding what was found
         * @return this builder
         */
        public Builder note(String finding) {
            return add("note", finding);
        }

        /**
         * A fault.
         *
         * @param finding what was found, with the name of the culprit
         * @param remedy what to do about it
         * @return this builder
         */
        public Builder problem(String finding, String remedy) {
            problems++;
            lines.add("PROBLEM  " + Objects.requireNonNull(finding, "finding"));
            lines.add("         remedy: " + Objects.requireNonNull(remedy, "remedy"));
            return this;
        }

        private Builder add(String kind, String finding) {
            lines.add(String.format("%-8s %s", kind, Objects.requireNonNull(finding, "finding")));
            return this;
        }

        /**
         * Looks for the fields in the probe event itself. Those that have a value of somebody else are noted.
         *
         * @param event what the event has under a key, null if nothing
         * @param others where a value of somebody else comes from
         * @return whether the event has any field of the probe
         */
        public boolean hasFields(Function<String, ? extends @Nullable Object> event, String others) {
            boolean any = false;
            for (Map.Entry<String, String> field : PROBE.toStringMap().entrySet()) {
                Object value = event.apply(field.getKey());
                if (field.getValue().equals(value)) {
                    any = true;
                } else if (value != null) {
                    note("event: has a " + field.getKey() + " of its own from " + others
                            + ", which wins; run the check on another thread to see ours");
                }
            }
            return any;
        }

        /**
         * What the probe event became in some output. None of the fields is a fault, a number written as text is not:
         * that and missing single fields are noted.
         *
         * @param output its name
         * @param written the event as it would be written there
         * @param forFields how to get the fields into this output
         * @param forNumber how to get {@code sampling_iteration} as a number
         * @return this builder
         */
        public Builder output(String output, byte[] written, String forFields, String forNumber) {
            ProbeOutput found = ProbeOutput.in(written, PROBE);
            String finding = output + ": " + found;
            if (found.isBinary()) {
                return note(finding);
            }
            if (found.isEmpty()) {
                return problem(finding, forFields);
            }
            return found.hasNumber() ? ok(finding) : add("ok", finding + (found.isJson() ? "; " + forNumber : ""));
        }

        /**
         * Complains about outputs that were to be checked and don't exist.
         *
         * @param wanted their names
         * @param existing the names that there are
         * @return this builder
         */
        public Builder outputs(Collection<String> wanted, Collection<String> existing) {
            for (String name : wanted) {
                if (!existing.contains(name)) {
                    problem("appender " + name + ": there is none of this name", "name one of " + existing);
                }
            }
            if (existing.isEmpty()) {
                problem("appenders: there are none, so nothing is written", "add one to the configuration");
            }
            return this;
        }

        /**
         * Ends the report with its result.
         *
         * @return the report
         */
        public SelfCheckReport build() {
            List<String> all = new ArrayList<>(lines);
            all.add("result: " + (problems == 0 ? "ok" : problems == 1 ? "1 problem" : problems + " problems"));
            return new SelfCheckReport(all, problems == 0);
        }
    }
}
