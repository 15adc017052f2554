package io.github.telemetrycontext.samples.chat;

import com.openai.errors.RateLimitException;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;

/** Asks a model up to three times while it is overloaded. The log lines show the number of each attempt. */
class Attempts implements CallAdvisor {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        for (int attempt = 1; ; attempt++) {
            try (Scope scope =
                    TelemetryContext.with().samplingIteration(attempt).open()) {
                try {
                    return chain.copy(this).nextCall(request);
                } catch (RateLimitException e) {
                    log.warn("Refused: {}", e.getMessage());
                    if (attempt == 3) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(attempt * 50_000_000L);
            }
        }
    }

    @Override
    public String getName() {
        return "attempts";
    }

    /** Returns the order: after the memory and the tools, before the log of the model's calls. */
    @Override
    public int getOrder() {
        return -1;
    }
}
