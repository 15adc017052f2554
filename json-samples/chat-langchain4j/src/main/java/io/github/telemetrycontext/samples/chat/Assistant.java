package io.github.telemetrycontext.samples.chat;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;

/** Remembers what was said in each session. */
public interface Assistant {

    String answer(@MemoryId String session, @UserMessage String question);

    TokenStream stream(@MemoryId String session, @UserMessage String question);
}
