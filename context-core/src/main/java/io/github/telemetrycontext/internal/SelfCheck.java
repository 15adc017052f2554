package io.github.telemetrycontext.internal;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the findings of a self-check in the order in which people read them. For one thread at a time. */
public final class SelfCheck {

    /** The context of the probe event. Nothing else writes these values, and they are short enough for layouts that cut. */
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
     * {@return this, with a good finding added}
     *
     * @param finding the finding
     */
    public SelfCheck ok(String finding) {
        lines.add("ok       " + finding);
        return this;
    }

    /**
     * {@return this, with a finding added that is no fault}
     *
     * @param finding the finding
     */
    public SelfCheck note(String finding) {
        lines.add("note     " + finding);
        return this;
    }

    /**
     * {@return this, with a fault added}
     *
     * @param finding the fault, with the name of the culprit
     * @param action the action that removes it
     */
    public SelfCheck problem(String finding, String action) {
        problems++;
        lines.add("PROBLEM  " + finding);
        lines.add("         action: " + action);
        return this;
    }

    /**
     * Returns whether the probe event has any field of the probe. Notes the fields that have a foreign value.
     *
     * @param event the value of the event under a key, null if none
     * @param others the source of foreign values
     * @return false if the event has no field of the probe
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
     * Adds which fields of the probe event an output has. It is a problem if all are missing.
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
     * Adds a problem for each output that is to be checked and does not exist, and if there is no output at all.
     *
     * @param wanted the names of the outputs to check
     * @param existing the names of all outputs
     */
    public void outputs(Collection<String> wanted, Collection<String> existing) {
        for (String name : wanted) {
            if (!existing.contains(name)) {
                problem("appender " + name + ": there is none of this name", "name one of " + existing);
            }
        }
        if (existing.isEmpty()) {
            problem("appenders: there are none, so nothing is written", "add one to the configuration");
        }
    }

    /** {@return the report of the findings so far} */
    public SelfCheckReport result() {
        List<String> all = new ArrayList<>(lines);
        all.add("result: " + (problems == 0 ? "ok" : problems == 1 ? "1 problem" : problems + " problems"));
        return new SelfCheckReport(problems == 0, List.copyOf(all));
    }
}
