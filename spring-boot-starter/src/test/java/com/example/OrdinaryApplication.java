package com.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For each argument, starts an application with that property, log format and type, sends one request if there is a
 * server, and stops the application.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class OrdinaryApplication {

    private static final Logger log = LoggerFactory.getLogger("app");

    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            List<String> parts = List.of(argument.split(","));
            System.out.println("Run " + parts);
            run(
                    "--" + parts.get(0),
                    "--logging.structured.format.console=" + parts.get(1).replace("text", ""),
                    "--spring.main.web-application-type=" + parts.get(2),
                    "--server.port=0",
                    "--spring.security.user.password=secret",
                    "--management.otlp.metrics.export.enabled=false");
            // Spring Boot does not clear these properties. With Log4j, the next application in the JVM would use them.
            for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
                System.clearProperty(property.getEnvironmentVariableName());
            }
        }
    }

    @SuppressWarnings("try") // the entry variable is never read
    private static void run(String... arguments) throws Exception {
        try (ConfigurableApplicationContext application = SpringApplication.run(OrdinaryApplication.class, arguments);
                MDC.MDCCloseable entry = MDC.putCloseable("sampling_iteration", "3")) {
            log.info("an ordinary line");
            String port = application.getEnvironment().getProperty("local.server.port");
            if (port != null) {
                HttpResponse<String> answer = answer("http://localhost:" + port + "/plain");
                log.info(
                        "answered {} {} {}",
                        answer.statusCode(),
                        answer.body(),
                        answer.headers().map().keySet());
            }
        }
    }

    private static HttpResponse<String> answer(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("X-Request-Id", "r-1")
                                .header("Authorization", "Basic dXNlcjpzZWNyZXQ=")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @GetMapping("/plain")
    String plain() {
        log.info("an ordinary line of a request");
        return "done";
    }
}
