package io.github.telemetrycontext.internal;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the findings of a self-check in reading order. Not thread-safe. */
public final class SelfCheck {

    /**
     * The context of the probe event. No other event has these values, and they are short enough for layouts that
     * truncate.
     */
    public static final TelemetryContext PROBE = TelemetryContext.builder()
            .sessionId("s-7c41e9")
            .requestId("r-7c41e9")
            .modelId("m-7c41e9")
            .samplingIteration(1_073_741_789)
            .build();

    private final List<String> lines = new ArrayList<>();
    private int problems;

    /**
     * Starts a report.
     *
     * @param framework the name of the framework, with its version
     */
    public SelfCheck(String framework) {
        lines.add("telemetry-context self-check of " + framework);
    }

    /**
     * {@return this, after adding a good finding}
     *
     * @param finding the finding
     */
    public SelfCheck ok(String finding) {
        lines.add("ok       " + finding);
        return this;
    }

    /**
     * {@return this, after adding a finding that is not a fault}
     *
     * @param finding the finding
     */
    public SelfCheck note(String finding) {
        lines.add("note     " + finding);
        return this;
    }

    /**
     * {@return this, after adding a problem}
     *
     * @param finding the problem, with the name of its cause
     * @param action the action that fixes the problem
     */
    public SelfCheck problem(String finding, String action) {
        problems++;
        lines.add("PROBLEM  " + finding);
        lines.add("         action: " + action);
        return this;
    }

    /**
     * Returns whether the event has any field of the probe. Adds a note for each field that has another value.
     *
     * @param event the value of the event under a key, null if none
     * @param others the source of other values
     * @return false if the event has no field of the probe
     */
    public boolean hasFields(Function<String, ? extends @Nullable Object> event, String others) {
        boolean any = false;
        for (Map.Entry<String, String> field : PROBE.toStringMap().entrySet()) {
            Object value = event.apply(field.getKey());
            if (field.getValue().equals(value)) {
                any = true;
            } else if (value != null) {
                note("event: " + field.getKey() + " comes from " + others
                        + ", which takes precedence over the context; run the check on another thread");
            }
        }
        return any;
    }

    /**
     * Adds a finding about the fields of the probe event in an output. If all fields are missing, it is a problem.
     *
     * @param output the name of the output
     * @param written the probe event in this output
     * @param forFields how to get the fields into this output
     * @param forNumber how to get {@code sampling_iteration} as a number
     */
    public void output(String output, byte[] written, String forFields, String forNumber) {
        ProbeOutput found = ProbeOutput.in(written);
        String finding = output + ": " + found;
        if (found.isBinary()) {
            note(finding);
        } else if (found.isEmpty()) {
            problem(finding, forFields);
        } else {
            ok(found.isJson() && found.numbers().isEmpty() ? finding + "; " + forNumber : finding);
        }
    }

    /**
     * Adds a problem for each requested output that does not exist, and a problem if there are no outputs.
     *
     * @param wanted the names of the outputs to check
     * @param existing the names of all outputs
     */
    public void outputs(Collection<String> wanted, Collection<String> existing) {
        for (String name : wanted) {
            if (!existing.contains(name)) {
                problem("appender " + name + ": does not exist", "use a name of " + existing);
            }
        }
        if (existing.isEmpty()) {
            problem("appenders: none found, so no event is written", "add an appender to the configuration");
        }
    }

    /** {@return the report of the findings so far} */
    public SelfCheckReport result() {
        List<String> all = new ArrayList<>(lines);
        all.add("result: " + (problems == 0 ? "ok" : problems == 1 ? "1 problem" : problems + " problems"));
        return new SelfCheckReport(problems == 0, List.copyOf(all));
    }
}
