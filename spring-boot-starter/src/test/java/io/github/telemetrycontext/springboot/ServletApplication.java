package io.github.telemetrycontext.springboot;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Logs all steps of a request. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class ServletApplication {

    private static final Logger log = LoggerFactory.getLogger("app");

    /** Two concurrent requests pass this barrier. */
    private final CyclicBarrier both = new CyclicBarrier(2);

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/private/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    /** Logs every dispatch. Runs inside the filters of the starter and before those of Spring Security. */
    @Bean
    FilterRegistrationBean<OncePerRequestFilter> dispatches() {
        OncePerRequestFilter filter = new OncePerRequestFilter() {

            @Override
            protected boolean shouldNotFilterAsyncDispatch() {
                return false;
            }

            @Override
            protected boolean shouldNotFilterErrorDispatch() {
                return false;
            }

            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                log.info("dispatch {}", request.getDispatcherType());
                chain.doFilter(request, response);
            }
        };
        FilterRegistrationBean<OncePerRequestFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(-200);
        return registration;
    }

    @GetMapping({"/plain", "/private/plain"})
    String plain() {
        log.info("handled");
        return "done";
    }

    @GetMapping("/together/{user}")
    String together(@PathVariable String user) throws Exception {
        log.info("{} comes", user);
        both.await(10, TimeUnit.SECONDS);
        log.info("{} goes", user);
        return "done";
    }

    @GetMapping("/callable")
    Callable<String> callable() {
        log.info("handled");
        return () -> {
            log.info("called");
            return "done";
        };
    }

    @GetMapping("/failing-callable")
    Callable<String> failingCallable() {
        return () -> {
            log.info("called");
            throw new IllegalStateException("as asked");
        };
    }

    @GetMapping("/stream")
    StreamingResponseBody stream() {
        return body -> {
            log.info("streamed");
            body.write("done".getBytes(StandardCharsets.UTF_8));
        };
    }

    @GetMapping("/deferred")
    DeferredResult<String> deferred() {
        DeferredResult<String> result = new DeferredResult<>();
        new Thread(() -> result.setResult("done")).start();
        return result;
    }

    @GetMapping("/error-code")
    void errorCode(HttpServletResponse response) throws IOException {
        response.sendError(HttpStatus.I_AM_A_TEAPOT.value());
    }
}
