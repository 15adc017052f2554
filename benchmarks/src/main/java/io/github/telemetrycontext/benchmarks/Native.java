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

        @Override
        Map<String, String> copy() {
            return org.slf4j.MDC.getCopyOfContextMap();
        }

        @Override
        void putAll(Map<String, String> entries) {
            org.slf4j.MDC.setContextMap(entries);
        }

        @Override
        void clear() {
            org.slf4j.MDC.clear();
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

        @Override
        Map<String, String> copy() {
            return ThreadContext.getImmutableContext();
        }

        @Override
        void putAll(Map<String, String> entries) {
            ThreadContext.putAll(entries);
        }

        @Override
        void clear() {
            ThreadContext.clearMap();
        }
    };

    abstract void put(String key, String value);

    abstract void remove(String key);

    /** The entries of this thread, in the form that takes the least to make. */
    abstract Map<String, String> copy();

    /** Gives entries to a thread that has none. */
    abstract void putAll(Map<String, String> entries);

    abstract void clear();
}
