package com.example;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.tool.annotation.Tool;

/** The tools that the model can call. */
class Tools {

    private static final Logger log = LoggerFactory.getLogger("call.tool");

    @Tool(description = "The weather where a user is")
    String weather(String user) {
        log.info("weather for {}", user);
        return "rain";
    }

    @Tool(description = "The calendar of a user")
    String calendar(String user) {
        log.info("calendar of {}", user);
        return "free";
    }
}
