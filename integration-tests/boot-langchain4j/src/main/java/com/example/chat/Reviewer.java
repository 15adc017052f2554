package com.example.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests another answer if the answer is a draft. Public, because LangChain4j creates it. */
public class Reviewer implements OutputGuardrail {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @Override
    public OutputGuardrailResult validate(AiMessage answer) {
        log.info("reviewing {}", answer.text());
        return answer.text().equals("draft") ? reprompt("A draft", "final version") : success();
    }
}
