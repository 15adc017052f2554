package com.example.chat;

class PlatformThreadsTest extends Calls {

    PlatformThreadsTest() {
        super("http-nio-");
    }
}
