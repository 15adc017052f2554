package io.github.telemetrycontext.samples.chat;

import dev.langchain4j.exception.LangChain4jException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/** Takes the questions of users. */
@RestController
class ChatController {

    private static final Logger log = LoggerFactory.getLogger("chat");

    private final Assistant assistant;

    ChatController(Assistant assistant) {
        this.assistant = assistant;
    }

    @PostMapping("/chat")
    String answer(@RequestHeader("X-Session-Id") String session, @RequestBody String question) {
        log.info("The question is: {}", question);
        String answer = assistant.answer(session, question);
        log.info("The answer is: {}", answer);
        return answer;
    }

    @PostMapping(path = "/chat/stream", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseBodyEmitter stream(@RequestHeader("X-Session-Id") String session, @RequestBody String question) {
        log.info("The question is: {}", question);
        ResponseBodyEmitter pieces = new ResponseBodyEmitter();
        assistant.stream(session, question)
                .onPartialResponse(piece -> send(pieces, piece))
                .onCompleteResponse(answer -> {
                    log.info("The answer is: {}", answer.aiMessage().text());
                    pieces.complete();
                })
                .onError(pieces::completeWithError)
                .start();
        return pieces;
    }

    private static void send(ResponseBodyEmitter pieces, String piece) {
        try {
            pieces.send(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    @Nullable String failed(LangChain4jException failure) {
        log.error("No answer: {}", failure.getMessage());
        return failure.getMessage();
    }
}
