package io.github.telemetrycontext.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelfCheckTest {

    private static final Map<String, String> PROBE = SelfCheck.PROBE.toStringMap();

    private static SelfCheckReport reportOf(String template) {
        return reportOf(template, StandardCharsets.UTF_8);
    }

    private static SelfCheckReport reportOf(String template, Charset charset) {
        String output = template;
        for (Map.Entry<String, String> field : PROBE.entrySet()) {
            output = output.replace("<" + field.getKey() + ">", field.getValue());
        }
        SelfCheck check = new SelfCheck("framework 1");
        check.output("appender A", output.getBytes(charset), "get fields", "get a number");
        return check.result();
    }

    @Test
    void probeHasAllFields() {
        assertThat(SelfCheck.PROBE.toMap())
                .containsOnlyKeys("session_id", "request_id", "model_id", "sampling_iteration");
    }

    @Test
    void reportListsFindingsInOrder() {
        SelfCheckReport report = new SelfCheck("framework 1")
                .ok("adapter: A")
                .note("filter: B")
                .problem("encoder: C is missing", "add C")
                .result();

        assertThat(report.isOk()).isFalse();
        assertThat(report.lines())
                .containsExactly(
                        "telemetry-context self-check of framework 1",
                        "ok       adapter: A",
                        "note     filter: B",
                        "PROBLEM  encoder: C is missing",
                        "         action: add C",
                        "result: 1 problem");
        assertThat(report).hasToString(String.join(System.lineSeparator(), report.lines()));
    }

    @Test
    void notesAreNotProblems() {
        SelfCheckReport report = new SelfCheck("framework 1").note("something").result();
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines()).endsWith("result: ok");
    }

    @Test
    void distinguishesJsonNumbersFromText() {
        String strings = "{\"s\":\"<session_id>\",\"r\":\"<request_id>\",\"m\":\"<model_id>\",";
        String texts = "session_id, request_id, model_id";
        assertThat(reportOf(strings + "\"_i\" : <sampling_iteration> }").lines())
                .contains("ok       appender A: " + texts + " as text; sampling_iteration as a number");
        assertThat(reportOf(strings + "\"i\":\"<sampling_iteration>\"}").lines())
                .contains("ok       appender A: " + texts + ", sampling_iteration as text; get a number");
        assertThat(reportOf(strings + "\"message\":\"\\\"i\\\":<sampling_iteration>, more\"}\n")
                        .lines())
                .as("JSON inside a string")
                .contains("ok       appender A: " + texts + ", sampling_iteration as text; get a number");
    }

    @Test
    void plainTextHasNoNumbers() {
        SelfCheckReport report = reportOf("[<session_id>] iteration:<sampling_iteration>, \33[31mmessage");
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains("ok       appender A: session_id, sampling_iteration as text; request_id, model_id left out");
    }

    @Test
    void doesNotMistakeMapAsTextForJson() {
        assertThat(reportOf("{model_id=<model_id>, sampling_iteration=<sampling_iteration>}")
                        .lines())
                .contains("ok       appender A: model_id, sampling_iteration as text; session_id, request_id left out");
    }

    @Test
    void findsFieldsAtStartAndAcrossLines() {
        assertThat(reportOf("<session_id>\n<request_id>\t<model_id> <sampling_iteration>")
                        .lines())
                .contains("ok       appender A: session_id, request_id, model_id, sampling_iteration as text");
    }

    @Test
    void reportsOutputWithoutFieldsAsProblem() {
        SelfCheckReport report = reportOf("message");
        assertThat(report.isOk()).isFalse();
        assertThat(report.lines())
                .contains("PROBLEM  appender A: writes none of the fields", "         action: get fields");
    }

    @Test
    void readsOtherCharsets() {
        assertThat(reportOf("{\"i\":<sampling_iteration>}", StandardCharsets.UTF_16LE)
                        .lines())
                .contains("ok       appender A: sampling_iteration as a number; "
                        + "session_id, request_id, model_id left out");
    }

    @Test
    void notesBinaryOutput() {
        SelfCheckReport report = reportOf(":)\n\5\3");
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines()).contains("note     appender A: binary output; the check can't find fields in it");
    }

    @Test
    void notesFieldsSetByOthers() {
        SelfCheck report = new SelfCheck("framework 1");
        assertThat(report.hasFields(PROBE::get, "the MDC")).isTrue();
        assertThat(report.hasFields(key -> key.equals("model_id") ? "mine" : PROBE.get(key), "the MDC"))
                .isTrue();
        assertThat(report.hasFields(key -> null, "the MDC")).isFalse();
        assertThat(report.result().lines())
                .containsExactly(
                        "telemetry-context self-check of framework 1",
                        "note     event: model_id comes from the MDC, which takes precedence over the context; run the"
                                + " check on another thread",
                        "result: ok");
    }

    @Test
    void reportsUnknownAndMissingOutputsAsProblems() {
        SelfCheck unknown = new SelfCheck("framework 1");
        unknown.outputs(List.of("A", "C"), List.of("A", "B"));
        assertThat(unknown.result().lines())
                .contains("PROBLEM  appender C: does not exist", "         action: use a name of [A, B]");

        SelfCheck none = new SelfCheck("framework 1");
        none.outputs(List.of(), List.of());
        assertThat(none.result().isOk()).isFalse();
    }
}
