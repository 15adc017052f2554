package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class TelemetryContextDataProviderTest {

    private final TelemetryContextDataProvider provider = new TelemetryContextDataProvider();

    private final TelemetryContext full = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    @Test
    void isLoadedAsService() {
        assertThat(ServiceLoader.load(ContextDataProvider.class))
                .hasAtLeastOneElementOfType(TelemetryContextDataProvider.class);
    }

    @Test
    void returnsNothingOutsideScope() {
        assertThat(provider.supplyContextData()).isEmpty();
        assertThat(provider.supplyStringMap().isEmpty()).isTrue();
        assertThat(provider.getValue("session_id")).isNull();
    }

    @Test
    void returnsFieldsAsTextInOrder() {
        full.wrap(() -> {
                    assertThat(provider.supplyContextData())
                            .containsExactly(
                                    Map.entry("session_id", "s-1"),
                                    Map.entry("request_id", "r-1"),
                                    Map.entry("model_id", "granite"),
                                    Map.entry("sampling_iteration", "3"));
                    assertThat(provider.supplyStringMap().toMap()).isEqualTo(full.toStringMap());
                    assertThat(provider.getValue("sampling_iteration")).isEqualTo("3");
                    assertThat(provider.getValue("session_id")).isEqualTo("s-1");
                })
                .run();
    }

    @Test
    void returnsNullForOtherKeys() {
        full.wrap(() -> {
                    assertThat(provider.getValue("user")).isNull();
                    assertThat(provider.getValue("SESSION_ID")).isNull();
                    assertThat(provider.getValue(null)).isNull();
                    assertThat(provider.supplyContextData().get(null)).isNull();
                })
                .run();
        assertThat(provider.supplyContextData().get(null)).isNull();
    }

    @Test
    void returnsMapOfContextWithoutCopying() {
        ThreadContext.put("user", "u-1");
        assertThat(full.wrapSupplier(provider::supplyContextData).get()).isSameAs(full.toStringMap());
        StringMap first = full.wrapSupplier(provider::supplyStringMap).get();
        assertThat(full.wrapSupplier(provider::supplyStringMap).get()).isSameAs(first);
        assertThat(first.isFrozen()).isTrue();
    }

    @Test
    void omitsKeysOfApplication() {
        full.wrap(() -> {
                    ThreadContext.put("session_id", "theirs");
                    ThreadContext.put("model_id", "theirs");
                    assertThat(provider.supplyContextData())
                            .containsExactly(Map.entry("request_id", "r-1"), Map.entry("sampling_iteration", "3"));
                    assertThat(provider.supplyStringMap().toMap())
                            .containsOnly(Map.entry("request_id", "r-1"), Map.entry("sampling_iteration", "3"));
                    assertThat(provider.getValue("session_id")).isNull();
                    assertThat(provider.getValue("request_id")).isEqualTo("r-1");

                    ThreadContext.remove("session_id");
                    assertThat(provider.getValue("session_id")).isEqualTo("s-1");
                    assertThat(provider.supplyContextData()).containsEntry("session_id", "s-1");
                })
                .run();
    }

    @Test
    void returnedMapsNeverChange() {
        ThreadContext.put("session_id", "theirs");
        Map<String, String> map = full.wrapSupplier(provider::supplyContextData).get();
        StringMap stringMap = full.wrapSupplier(provider::supplyStringMap).get();
        Map<String, String> before = Map.copyOf(map);

        ThreadContext.remove("session_id");
        ThreadContext.put("request_id", "theirs");
        full.toBuilder().modelId("other").run(provider::supplyContextData);

        assertThat(map).isEqualTo(before).doesNotContainKey("session_id").hasSize(3);
        assertThat(stringMap.toMap()).isEqualTo(before);
    }

    @Test
    void returnedMapsAreUnmodifiable() {
        full.wrap(() -> {
                    assertThatThrownBy(() -> provider.supplyContextData().put("a", "b"))
                            .isInstanceOf(UnsupportedOperationException.class);
                    assertThatThrownBy(() -> provider.supplyStringMap().putValue("a", "b"))
                            .isInstanceOf(UnsupportedOperationException.class);
                    ThreadContext.put("session_id", "theirs");
                    assertThatThrownBy(() -> provider.supplyContextData().put("a", "b"))
                            .isInstanceOf(UnsupportedOperationException.class);
                })
                .run();
        assertThatThrownBy(() -> provider.supplyStringMap().putValue("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
