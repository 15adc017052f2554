package io.github.telemetrycontext.samples;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints each span as one JSON object with its attributes at the top level, under the same names as in log lines. It
 * prints each line at once, because other threads print log lines meanwhile.
 */
final class JsonLineSpanExporter implements SpanExporter {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        spans.forEach(span -> System.out.println(JSON.writeValueAsString(fieldsOf(span))));
        return CompletableResultCode.ofSuccess();
    }

    private static Map<String, Object> fieldsOf(SpanData span) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("span", span.getName());
        fields.put("trace_id", span.getTraceId());
        fields.put("span_id", span.getSpanId());
        if (span.getParentSpanContext().isValid()) {
            fields.put("parent_span_id", span.getParentSpanId());
        }
        fields.put("start", Instant.EPOCH.plusNanos(span.getStartEpochNanos()).toString());
        fields.put("microseconds", (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1000);
        Map<String, Object> attributes = new TreeMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        fields.putAll(attributes);
        return fields;
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
