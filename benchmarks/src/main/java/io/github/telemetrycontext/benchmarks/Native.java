package io.github.telemetrycontext.benchmarks;

import java.util.Map;
import org.apache.logging.log4j.ThreadContext;

/** The store for thread entries of a framework. */
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

    /** Returns the entries of this thread in the cheapest form. */
    abstract Map<String, String> copy();

    /** Sets the entries of a thread that has none. */
    abstract void putAll(Map<String, String> entries);

    abstract void clear();
}
