package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class CaffeineTest {

    @Test
    void loadsWithContextOfCaller() throws Exception {
        AsyncCache<String, String> cache = Caffeine.newBuilder()
                .executor(TelemetryExecutors.propagating(ForkJoinPool.commonPool()))
                .buildAsync();
        assertThat(TwoSessions.run(user -> load(cache, user))).isEqualTo(carried("load"));
    }

    @Test
    void loadsWithoutContextByDefault() throws Exception {
        AsyncCache<String, String> cache = Caffeine.newBuilder().buildAsync();
        assertThat(TwoSessions.run(user -> load(cache, user))).isEqualTo(lost("load"));
    }

    private static void load(AsyncCache<String, String> cache, String user) {
        cache.get(user, key -> {
                    step(key, "load");
                    return "profile of " + key;
                })
                .join();
        cache.synchronous().invalidate(user);
    }
}
