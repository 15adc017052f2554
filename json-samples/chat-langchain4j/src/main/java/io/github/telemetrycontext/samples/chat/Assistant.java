package io.github.telemetrycontext.samples.chat;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;

/** A chat assistant that remembers the messages of each session. */
public interface Assistant {

    String answer(@MemoryId String session, @UserMessage String question);

    TokenStream stream(@MemoryId String session, @UserMessage String question);
}
