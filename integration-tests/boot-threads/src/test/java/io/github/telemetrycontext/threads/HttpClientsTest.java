package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** {@code RestClient} and {@code WebClient}. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpClientsTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @AutoClose
    private final RunningApplication application = new RunningApplication(Shop.class);

    @Test
    void restClientHasContextOfItsThread() {
        assertThat(application.ids("/rest-client", "calls")).isEqualTo(CARRIED);
        assertThat(application.ids("/rest-client-on-a-thread", "calls")).isEqualTo(LOST);
    }

    @Test
    void operatorsOfWebClientHaveContextIfRequestBlocksOrReturnsThem() {
        assertThat(application.ids("/block", "has prices")).isEqualTo(CARRIED);
        assertThat(application.ids("/mono", "has prices")).isEqualTo(CARRIED);
    }

    @Test
    void otherSubscribersOfWebClientNeedContextCapture() {
        assertThat(application.ids("/subscribe", "has prices")).isEqualTo(LOST);
        assertThat(application.ids("/subscribe-capture", "shows prices")).isEqualTo(LOST);
        assertThat(application.ids("/subscribe-capture", "has prices")).isEqualTo(CARRIED);
        assertThat(application.ids("/future", "has prices")).isEqualTo(LOST);
        assertThat(application.ids("/future-capture", "has prices")).isEqualTo(CARRIED);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Prices.class)
    static class Shop {}

    @RestController
    static class Prices {

        private final RestClient restClient = RestClient.builder()
                .requestInterceptor((request, body, execution) -> {
                    log.info("calls");
                    return execution.execute(request, body);
                })
                .build();

        @GetMapping("/prices")
        String prices() {
            return "prices";
        }

        @GetMapping("/rest-client")
        void restClient(HttpServletRequest request) {
            get(address(request));
        }

        @GetMapping("/rest-client-on-a-thread")
        void restClientOnAThread(HttpServletRequest request) throws InterruptedException {
            String address = address(request);
            Thread thread = new Thread(() -> get(address));
            thread.start();
            thread.join();
        }

        private void get(String address) {
            restClient.get().uri(address).retrieve().toBodilessEntity();
        }

        @GetMapping("/block")
        void block(HttpServletRequest request) {
            webClient(request).block();
        }

        @GetMapping("/mono")
        Mono<String> mono(HttpServletRequest request) {
            return webClient(request);
        }

        @GetMapping("/subscribe")
        void subscribe(HttpServletRequest request) {
            webClient(request).subscribe();
        }

        @GetMapping("/subscribe-capture")
        void subscribeCapture(HttpServletRequest request) {
            webClient(request).contextCapture().subscribe(prices -> log.info("shows prices"));
        }

        @GetMapping("/future")
        void future(HttpServletRequest request) {
            webClient(request).toFuture();
        }

        @GetMapping("/future-capture")
        void futureCapture(HttpServletRequest request) {
            webClient(request).contextCapture().toFuture();
        }

        private static Mono<String> webClient(HttpServletRequest request) {
            return WebClient.create(address(request))
                    .get()
                    .retrieve()
                    .bodyToMono(String.class)
                    .doOnNext(prices -> log.info("has prices"));
        }

        private static String address(HttpServletRequest request) {
            return "http://localhost:" + request.getServerPort() + "/prices";
        }
    }
}
