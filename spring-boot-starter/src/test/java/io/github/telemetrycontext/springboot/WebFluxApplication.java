package io.github.telemetrycontext.springboot;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Logs all steps of a request. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class WebFluxApplication {

    private static final Logger log = LoggerFactory.getLogger("app");

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http) {
        return http.authorizeExchange(requests -> requests.pathMatchers("/private/**")
                        .authenticated()
                        .anyExchange()
                        .permitAll())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    /** Runs before the filters of Spring Security. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter first() {
        return (exchange, chain) -> {
            log.info("filtered");
            return chain.filter(exchange);
        };
    }

    /** Wraps all filters. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebExceptionHandler errors() {
        return (exchange, failure) -> {
            log.info("failed");
            return Mono.error(failure);
        };
    }

    @GetMapping({"/plain", "/private/plain"})
    Mono<String> plain() {
        log.info("handled");
        return Mono.just("done");
    }

    @GetMapping("/hops/{user}")
    Mono<String> hops(@PathVariable String user) {
        return Mono.delay(Duration.ofMillis(20))
                .doOnNext(tick -> log.info("{} waited", user))
                .publishOn(Schedulers.boundedElastic())
                .map(tick -> {
                    log.info("{} hopped", user);
                    return "done";
                });
    }

    @GetMapping("/stream")
    Flux<String> stream() {
        return Flux.just("a", "b")
                .delayElements(Duration.ofMillis(5))
                .doOnNext(element -> log.info("streamed {}", element));
    }

    @GetMapping("/failing")
    Mono<String> failing() {
        return Mono.delay(Duration.ofMillis(5)).map(tick -> {
            throw new IllegalStateException("as asked");
        });
    }
}
