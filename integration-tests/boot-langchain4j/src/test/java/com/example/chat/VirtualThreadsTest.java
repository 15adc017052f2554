package com.example.chat;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest extends Calls {

    VirtualThreadsTest() {
        super("tomcat-handler-", "spring.threads.virtual.enabled=true");
    }
}
