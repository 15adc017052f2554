package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VirtualThreadsTest extends Requests {

    VirtualThreadsTest() throws Exception {
        super("spring.threads.virtual.enabled=true");
    }

    @Test
    void requestRunsOnVirtualThread() throws Exception {
        application.ask("/client", "judy", "hello");

        assertThat(application.linesOf("judy"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.thread()).startsWith("tomcat-handler-"));
    }
}
