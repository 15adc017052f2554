package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests events whose context data comes from other code and contains values that are not strings. */
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class ForeignEventsTest {

    private static final String ALL =
            "{\"d\": {\"$resolver\": \"telemetryContext\", \"select\": \"all\", \"stringified\": STRINGIFIED}}";

    private static final Object WITHOUT_TEXT = new Object() {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    };

    private static String line(String template, StringMap data) {
        try (Log4j log4j = Log4j.startWithTemplate(template)) {
            Layout<?> layout = log4j.out().getLayout();
            Log4jLogEvent event = Log4jLogEvent.newBuilder()
                    .setMessage(new SimpleMessage("hello"))
                    .setContextData(data)
                    .build();
            return layout.toSerializable(event).toString().strip();
        }
    }

    @Test
    void keepsTypesOfFields() {
        StringMap data = new SortedArrayStringMap();
        data.putValue("sampling_iteration", 3);
        data.putValue("session_id", 42);
        data.putValue("model_id", null);

        assertThat(line(ALL.replace("STRINGIFIED", "false"), data))
                .isEqualTo("{\"d\":{\"session_id\":\"42\",\"sampling_iteration\":3}}");
    }

    @Test
    void convertsRestToTextOnlyIfStringified() {
        StringMap data = new SortedArrayStringMap();
        data.putValue("sampling_iteration", "3");
        data.putValue("cost", 1.5);
        data.putValue("retry", true);
        data.putValue("gone", null);

        assertThat(line(ALL.replace("STRINGIFIED", "false"), data))
                .isEqualTo("{\"d\":{\"sampling_iteration\":3,\"cost\":1.5,\"gone\":null,\"retry\":true}}");
        assertThat(line(ALL.replace("STRINGIFIED", "true"), data))
                .isEqualTo("{\"d\":{\"sampling_iteration\":3,\"cost\":\"1.5\",\"gone\":\"null\",\"retry\":\"true\"}}");
    }

    @Test
    void omitsOnlyEntryOfFailingValue() {
        StringMap data = new SortedArrayStringMap();
        data.putValue("a", "kept");
        data.putValue("b", WITHOUT_TEXT);
        data.putValue("model_id", WITHOUT_TEXT);
        data.putValue("c", "kept too");
        data.putValue("session_id", "s-1");

        assertThat(line(ALL.replace("STRINGIFIED", "false"), data))
                .isEqualTo("{\"d\":{\"session_id\":\"s-1\",\"a\":\"kept\",\"c\":\"kept too\"}}");
    }
}
