package io.github.telemetrycontext.benchmarks;

import java.util.Map;
import org.apache.logging.log4j.ThreadContext;

/** Where a framework itself keeps entries of a thread. */
enum Native {
    MDC {
        @Override
        void put(String key, String value) {
            org.slf4j.MDC.put(key, value);
        }

        @Override
        void remove(String key) {
            org.slf4j.MDC.remove(key);
        }
    },
    THREAD_CONTEXT {
        @Override
        void put(String key, String value) {
            ThreadContext.put(key, value);
        }

        @Override
        void remove(String key) {
            ThreadContext.remove(key);
        }
    };

    abstract void put(String key, String value);

    abstract void remove(String key);

    void putAll(Map<String, String> entries) {
        entries.forEach(this::put);
    }
}
