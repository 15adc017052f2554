package io.github.telemetrycontext.samples.chat;

import com.openai.errors.OpenAIException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Takes the questions of users. */
@RestController
class ChatController {

    private static final Logger log = LoggerFactory.getLogger("chat");

    private final ChatClient client;

    ChatController(ChatClient client) {
        this.client = client;
    }

    @PostMapping("/chat")
    @Nullable String answer(@RequestHeader("X-Session-Id") String session, @RequestBody String question) {
        log.info("The question is: {}", question);
        String answer = asked(session, question).call().content();
        log.info("The answer is: {}", answer);
        return answer;
    }

    @PostMapping(path = "/chat/stream", produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> stream(@RequestHeader("X-Session-Id") String session, @RequestBody String question) {
        log.info("The question is: {}", question);
        StringBuilder answer = new StringBuilder();
        return asked(session, question).stream()
                .content()
                .doOnNext(answer::append)
                .doOnComplete(() -> log.info("The answer is: {}", answer));
    }

    private ChatClientRequestSpec asked(String session, String question) {
        return client.prompt(question).advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, session));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    @Nullable String failed(OpenAIException failure) {
        log.error("No answer: {}", failure.getMessage());
        return failure.getMessage();
    }
}
