package com.example;

class PlatformThreadsTest extends Requests {

    PlatformThreadsTest() throws Exception {
        super("spring.threads.virtual.enabled=false");
    }
}
