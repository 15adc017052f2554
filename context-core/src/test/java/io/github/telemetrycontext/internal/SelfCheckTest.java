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
        SelfCheck check = new SelfCheck("host 1");
        check.output("appender A", output.getBytes(charset), "get fields", "get a number");
        return check.result();
    }

    @Test
    void theProbeHasAllFields() {
        assertThat(SelfCheck.PROBE.toMap())
                .containsOnlyKeys("session_id", "request_id", "model_id", "sampling_iteration");
    }

    @Test
    void aReportSaysWhatWasFoundInOrder() {
        SelfCheckReport report = new SelfCheck("host 1")
                .ok("adapter: A")
                .note("filter: B")
                .problem("encoder: C is missing", "add C")
                .result();

        assertThat(report.isOk()).isFalse();
        assertThat(report.lines())
                .containsExactly(
                        "telemetry-context self-check of host 1",
                        "ok       adapter: A",
                        "note     filter: B",
                        "PROBLEM  encoder: C is missing",
                        "         action: add C",
                        "result: 1 problem");
        assertThat(report).hasToString(String.join(System.lineSeparator(), report.lines()));
    }

    @Test
    void notesAreNoProblem() {
        SelfCheckReport report = new SelfCheck("host 1").note("something").result();
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines()).endsWith("result: ok");
    }

    @Test
    void numbersOfJsonAreToldFromText() {
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
    void aMapAsTextIsNoJson() {
        assertThat(reportOf("{model_id=<model_id>, sampling_iteration=<sampling_iteration>}")
                        .lines())
                .contains("ok       appender A: model_id, sampling_iteration as text; session_id, request_id left out");
    }

    @Test
    void aFieldMayBeTheFirstThingAndLinesMayBreak() {
        assertThat(reportOf("<session_id>\n<request_id>\t<model_id> <sampling_iteration>")
                        .lines())
                .contains("ok       appender A: session_id, request_id, model_id, sampling_iteration as text");
    }

    @Test
    void anOutputWithoutAnyFieldIsAProblem() {
        SelfCheckReport report = reportOf("message");
        assertThat(report.isOk()).isFalse();
        assertThat(report.lines())
                .contains("PROBLEM  appender A: writes none of the fields", "         action: get fields");
    }

    @Test
    void otherCharsetsAreReadToo() {
        assertThat(reportOf("{\"i\":<sampling_iteration>}", StandardCharsets.UTF_16LE)
                        .lines())
                .contains("ok       appender A: sampling_iteration as a number; "
                        + "session_id, request_id, model_id left out");
    }

    @Test
    void binaryOutputIsNoted() {
        SelfCheckReport report = reportOf(":)\n\5\3");
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines()).contains("note     appender A: binary output, in which this check can't see fields");
    }

    @Test
    void fieldsOfAnEventAreToldFromValuesOfSomebodyElse() {
        SelfCheck report = new SelfCheck("host 1");
        assertThat(report.hasFields(PROBE::get, "the MDC")).isTrue();
        assertThat(report.hasFields(key -> key.equals("model_id") ? "mine" : PROBE.get(key), "the MDC"))
                .isTrue();
        assertThat(report.hasFields(key -> null, "the MDC")).isFalse();
        assertThat(report.result().lines())
                .containsExactly(
                        "telemetry-context self-check of host 1",
                        "note     event: has a model_id of its own from the MDC, which wins; run the check on another"
                                + " thread to see ours",
                        "result: ok");
    }

    @Test
    void outputsThatDoNotExistAreProblems() {
        SelfCheck unknown = new SelfCheck("host 1");
        unknown.outputs(List.of("A", "C"), List.of("A", "B"));
        assertThat(unknown.result().lines())
                .contains("PROBLEM  appender C: there is none of this name", "         action: name one of [A, B]");

        SelfCheck none = new SelfCheck("host 1");
        none.outputs(List.of(), List.of());
        assertThat(none.result().isOk()).isFalse();
    }
}
