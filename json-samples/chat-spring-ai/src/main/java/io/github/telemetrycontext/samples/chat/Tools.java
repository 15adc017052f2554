package io.github.telemetrycontext.samples.chat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.tool.annotation.Tool;

/** The tools that the model can call. */
class Tools {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @Tool(description = "The weather in a city")
    String weather(String city) {
        log.info("Looking up the weather in {}", city);
        return "rain or sun";
    }

    @Tool(description = "Whether a user is free on a day")
    String calendar(String user, String day) {
        log.info("Looking up whether {} is free on {}", user, day);
        return "free";
    }
}
