package io.github.telemetrycontext.samples.chat;

import io.github.telemetrycontext.testsupport.TranscriptServer;
import io.github.telemetrycontext.testsupport.Users;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two users chat with the application at the same time. No model is called: a server on loopback with OpenAI's protocol
 * gives the answers. They come from {@code transcript.json} of the module test-support. The application runs on a free
 * port.
 */
class Demo {

    public static void main(String[] arguments) throws Exception {
        try (TranscriptServer server = new TranscriptServer()) {
            System.setProperty("model.url", server.url());
            System.setProperty("server.port", "0");
            try (ConfigurableApplicationContext application = SpringApplication.run(ChatApplication.class, arguments)) {
                int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
                new Users(port).chat(System.getProperty("users", ""));
            }
        }
    }
}
