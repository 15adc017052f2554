package com.example;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Handles the questions of users. */
@RestController
class ChatController {

    private static final Logger log = LoggerFactory.getLogger("web");

    private final ChatClient client;
    private final ChatModel model;

    ChatController(ChatClient client, ChatModel model) {
        this.client = client;
        this.model = model;
    }

    @GetMapping("/client")
    @Nullable String client(@RequestParam String user, @RequestParam String question) {
        log.info("asked by {}", user);
        return asked(user, question).call().content();
    }

    @GetMapping(path = "/client/stream", produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> clientStream(@RequestParam String user, @RequestParam String question) {
        log.info("asked by {}", user);
        return logged(asked(user, question).stream().content());
    }

    @GetMapping("/model")
    @Nullable String model(@RequestParam String question) {
        return model.call(question);
    }

    @GetMapping(path = "/model/stream", produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> modelStream(@RequestParam String question) {
        return logged(model.stream(question));
    }

    @GetMapping("/created")
    @Nullable String created(@RequestParam String question) {
        return ChatClient.create(model)
                .prompt(question)
                .tools(new Tools())
                .call()
                .content();
    }

    private ChatClientRequestSpec asked(String user, String question) {
        return client.prompt(question).advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, user));
    }

    private static Flux<String> logged(Flux<String> pieces) {
        return pieces.doOnNext(piece -> log.info("piece")).doOnComplete(() -> log.info("complete"));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    String failed(RuntimeException failure) {
        log.info("failed");
        return String.valueOf(failure.getMessage());
    }
}
