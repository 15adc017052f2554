package com.example.chat;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.service.TokenStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import reactor.core.publisher.Flux;

@RestController
class ChatController {

    private static final Logger log = LoggerFactory.getLogger("chat");

    private final Assistant assistant;
    private final ReviewedAssistant reviewed;
    private final Planner planner;

    ChatController(Assistant assistant, ReviewedAssistant reviewed, Planner planner) {
        this.assistant = assistant;
        this.reviewed = reviewed;
        this.planner = planner;
    }

    @GetMapping("/answer")
    String answer(@RequestParam String user, @RequestParam String question) {
        return logged(() -> assistant.answer(user, question));
    }

    @GetMapping("/reviewed")
    String reviewed(@RequestParam String user, @RequestParam String question) {
        return logged(() -> reviewed.answer(user, question));
    }

    @GetMapping("/plan")
    String plan(@RequestParam String question) {
        return logged(() -> planner.plan(question));
    }

    private static String logged(Supplier<String> answer) {
        log.info("asked");
        String text = answer.get();
        log.info("answered");
        return text;
    }

    @GetMapping("/tokens")
    ResponseBodyEmitter tokens(@RequestParam String user, @RequestParam String question) {
        log.info("asked");
        ResponseBodyEmitter body = new ResponseBodyEmitter();
        started(assistant.tokens(user, question).onPartialResponse(piece -> send(body, piece)), body);
        return body;
    }

    /** Cancels the stream after the first piece. */
    @GetMapping("/first-token")
    ResponseBodyEmitter firstToken(@RequestParam String user, @RequestParam String question) {
        log.info("asked");
        ResponseBodyEmitter body = new ResponseBodyEmitter();
        TokenStream stream = assistant.tokens(user, question).onPartialResponseWithContext((piece, context) -> {
            send(body, piece.text());
            context.streamingHandle().cancel();
            log.info("cancelled");
            body.complete();
        });
        started(stream, body);
        return body;
    }

    private static void started(TokenStream stream, ResponseBodyEmitter body) {
        stream.onCompleteResponse(answer -> {
                    log.info("answered");
                    body.complete();
                })
                .onError(failure -> {
                    log.info("failed");
                    body.completeWithError(failure);
                })
                .start();
    }

    private static void send(ResponseBodyEmitter body, String piece) {
        log.info("piece {}", piece);
        try {
            body.send(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> flux(@RequestParam String user, @RequestParam String question) {
        log.info("asked");
        return assistant
                .flux(user, question)
                .doOnNext(piece -> log.info("piece {}", piece))
                .doOnComplete(() -> log.info("answered"));
    }

    /** Cancels the stream after the first piece. */
    @GetMapping(path = "/first-of-flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> firstOfFlux(@RequestParam String user, @RequestParam String question) {
        log.info("asked");
        return assistant
                .flux(user, question)
                .doOnNext(piece -> log.info("piece {}", piece))
                .doOnCancel(() -> log.info("cancelled"))
                .take(1);
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    String failed(LangChain4jException failure) {
        log.info("failed");
        return "No answer";
    }
}
