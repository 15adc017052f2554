package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryField;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses JSON with another parser than Log4j's. Rejects objects with duplicate keys. */
final class Json {

    static final List<String> FIELD_KEYS =
            Arrays.stream(TelemetryField.values()).map(TelemetryField::key).toList();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    /** Returns the object as Java values, in the order of its keys. */
    static Map<String, Object> map(JsonNode object) {
        return MAPPER.convertValue(object, new TypeReference<>() {});
    }

    static Map<String, Object> map(String json) {
        return map(parse(json));
    }
}
