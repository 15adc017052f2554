package com.example.chat;

import dev.langchain4j.agent.tool.Tool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
class Tools {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @Tool("The weather in a city")
    String weather(String city) {
        log.info("weather {}", city);
        return "rain";
    }

    @Tool("Whether a user is free on a day")
    String calendar(String day) {
        log.info("calendar {}", day);
        return "free";
    }
}
