package io.github.telemetrycontext.benchmarks;

import static io.github.telemetrycontext.benchmarks.Limit.bytes;
import static io.github.telemetrycontext.benchmarks.Limit.bytesMore;
import static io.github.telemetrycontext.benchmarks.Limit.nanosMore;
import static io.github.telemetrycontext.benchmarks.Limit.times;
import static io.github.telemetrycontext.benchmarks.Output.LOG4J_ECS;
import static io.github.telemetrycontext.benchmarks.Output.LOG4J_LOGSTASH;
import static io.github.telemetrycontext.benchmarks.Output.LOG4J_OUR_ECS;
import static io.github.telemetrycontext.benchmarks.Output.LOGBACK_BOOT;
import static io.github.telemetrycontext.benchmarks.Output.LOGBACK_JSON;
import static io.github.telemetrycontext.benchmarks.Output.LOGBACK_LOGSTASH;
import static io.github.telemetrycontext.benchmarks.Output.LOGBACK_PATTERN;
import static io.github.telemetrycontext.benchmarks.Scenario.NATIVE;
import static io.github.telemetrycontext.benchmarks.Scenario.NATIVE_FIVE;
import static io.github.telemetrycontext.benchmarks.Scenario.NONE;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS_BESIDE_ONE;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS_WITHOUT_INJECTOR;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All limits that the project promises. */
final class Promises {

    /** The maximum number of bytes that the JSON of the four fields adds to the buffers of a line. */
    private static final int BYTES_OF_FIELDS = 136;

    private static final String OUTER = "inside an outer scope";
    private static final String VIRTUAL = "on a virtual thread";

    private final List<Ratio> ratios = new ArrayList<>();

    private Promises() {}

    static List<Ratio> all() {
        Promises promises = new Promises();
        promises.scopes();
        promises.spans();
        promises.hops();
        promises.newContexts();
        promises.log4j();
        promises.logback();
        promises.tracing();
        promises.queues();
        promises.others();
        return List.copyOf(promises.ratios);
    }

    private void scopes() {
        String scope = "ScopeBenchmark.ours";
        add("scope of four fields / MDC put and remove", scope, "ScopeBenchmark.mdc", times(0.15));
        add("scope / CloseableThreadContext", scope, "ScopeBenchmark.closeableThreadContext", times(0.10));
        add("scope / OpenTelemetry with ×4, makeCurrent", scope, "ScopeBenchmark.openTelemetryContext", times(0.35));
        add("scope, allocation", scope, scope, bytes(80));
        String carried = "CarriedScopeBenchmark.ours OPENTELEMETRY_PLUGIN";
        String oneKey = "CarriedScopeBenchmark.openTelemetryContext PLAIN";
        add("scope, with the OpenTelemetry plugin / OpenTelemetry with ×1, makeCurrent", carried, oneKey, times(3.0));
        add("scope, with the OpenTelemetry plugin, allocation", carried, carried, bytes(200));
        add("current() / ThreadLocal.get", "CurrentBenchmark.ours", "CurrentBenchmark.bareThreadLocal", times(1.5));
    }

    private void spans() {
        String ours = "SpanBenchmark.processor OPENTELEMETRY_PLUGIN";
        String byHand = "SpanBenchmark.attributes OPENTELEMETRY_PLUGIN";
        // The processor spends half of the time on looking for attributes of the application with the same names.
        add("span with our processor, time above five attributes set by hand", ours, byHand, nanosMore(80));
        add("span with our processor, allocation above five attributes set by hand", ours, byHand, bytesMore(0));
        for (String place : List.of("outside", "inside")) {
            String extension = Fork.name("AgentSpanBenchmark." + place, JavaAgent.WITH_EXTENSION);
            String alone = Fork.name("AgentSpanBenchmark." + place, JavaAgent.ALONE);
            String what = "span of the Java agent " + place + " a scope, ";
            boolean outside = place.equals("outside");
            add(what + "time above the agent alone", extension, alone, nanosMore(outside ? 30 : 200));
            add(what + "allocation above the agent alone", extension, alone, bytesMore(outside ? 8 : 300));
        }
    }

    private void hops() {
        String hop = "HopBenchmark.ours";
        add("task hop / OpenTelemetry Context.wrap", hop, "HopBenchmark.openTelemetryContext", times(1.2));
        add("task hop / micrometer", hop, "HopBenchmark.micrometer", times(0.15));
        add("task hop / copy of the MDC", hop, "HopBenchmark.mdcCopy", times(0.05));
        String resumption = "ResumptionBenchmark.ours";
        add("resumption of a coroutine / MDCContext", resumption, "ResumptionBenchmark.mdc", times(0.5));
        String kotlinExtension = "ResumptionBenchmark.openTelemetryContext";
        add(
                "resumption of a coroutine, time above OpenTelemetry's element",
                resumption,
                kotlinExtension,
                nanosMore(30));
    }

    private void newContexts() {
        for (int events : List.of(1, 3, 10)) {
            newContext("Log4j2 our template", LOG4J_OUR_ECS, LOG4J_ECS, events);
            newContext("Log4j2 ECS", LOG4J_ECS, LOG4J_ECS, events);
            newContext("Log4j2 Logstash", LOG4J_LOGSTASH, LOG4J_LOGSTASH, events);
            newContext("Logback LogstashEncoder", LOGBACK_LOGSTASH, LOGBACK_LOGSTASH, events);
            newContext("Logback JsonEncoder", LOGBACK_JSON, LOGBACK_JSON, events);
        }
        Map<String, String> places = new LinkedHashMap<>();
        places.put(OUTER, "NewContextBenchmark.attempt");
        places.put("on a pool", "NewContextBenchmark.task");
        places.put(VIRTUAL, "NewContextOnVirtualThreadBenchmark.virtualThread");
        places.forEach((place, benchmark) -> {
            for (int events : List.of(1, 3)) {
                String what = "new scope " + place + ", " + number(events) + ", ";
                // The alternative sets one entry instead of four. A new thread creates new buffers for its first event.
                Limit limit = times(place.equals(OUTER) ? 0.8 : place.equals(VIRTUAL) ? 1.1 : 0.75);
                add(
                        what + "Log4j2 our template / ThreadContext",
                        Fork.name(benchmark, events, LOG4J_OUR_ECS, OURS),
                        Fork.name(benchmark, events, LOG4J_ECS, NATIVE),
                        limit);
                add(
                        what + "Logback LogstashEncoder / MDC",
                        Fork.name(benchmark, events, LOGBACK_LOGSTASH, OURS),
                        Fork.name(benchmark, events, LOGBACK_LOGSTASH, NATIVE),
                        limit);
            }
        });
    }

    private void newContext(String name, Output output, Output peer, int events) {
        String ours = Fork.name("NewContextBenchmark.request", events, output, OURS);
        String theirs = Fork.name("NewContextBenchmark.request", events, peer, NATIVE);
        String what = "new scope, " + number(events) + ", " + name;
        String store = peer.store == Native.MDC ? "MDC" : "ThreadContext";
        // JsonEncoder escapes all keys and values itself, for each event. Log4j's Logstash template is the longest.
        double most = output == LOGBACK_JSON ? 1.1 : output == LOG4J_LOGSTASH ? 0.8 : 0.75;
        add(what + " / " + store, ours, theirs, times(most));
        add(what + ", allocation above " + store, ours, theirs, bytesMore(0));
    }

    private static String number(int events) {
        return events == 1 ? "1 event" : events + " events";
    }

    private void log4j() {
        String none = event(LOG4J_ECS, NONE);
        String four = event(LOG4J_ECS, NATIVE);
        String five = event(LOG4J_ECS, NATIVE_FIVE);
        String slow = event(LOG4J_OUR_ECS, OURS_WITHOUT_INJECTOR);
        String beside = event(LOG4J_OUR_ECS, OURS_BESIDE_ONE);
        // On JDK 25, some JVMs allocate a small object that others keep on the stack.
        withoutFields("Log4j2 event, our template", event(LOG4J_OUR_ECS, OURS), none, 1.25, 16);
        withoutFields("Log4j2 event, ECS", event(LOG4J_ECS, OURS), none, 1.25, 16);
        withoutFields("Log4j2 event, Logstash", event(LOG4J_LOGSTASH, OURS), event(LOG4J_LOGSTASH, NONE), 1.25, 16);
        add("Log4j2 event, our template, injector off / ThreadContext", slow, four, times(1.0));
        add("Log4j2 event, our template, beside one foreign entry / five native", beside, five, times(1.1));
    }

    private void logback() {
        String logstash = event(LOGBACK_LOGSTASH, OURS);
        String none = event(LOGBACK_LOGSTASH, NONE);
        String four = event(LOGBACK_LOGSTASH, NATIVE);
        String beside = event(LOGBACK_LOGSTASH, OURS_BESIDE_ONE);
        String five = event(LOGBACK_LOGSTASH, NATIVE_FIVE);
        String json = event(LOGBACK_JSON, OURS);
        String jsonFour = event(LOGBACK_JSON, NATIVE);
        String jsonBeside = event(LOGBACK_JSON, OURS_BESIDE_ONE);
        String jsonFive = event(LOGBACK_JSON, NATIVE_FIVE);
        withoutFields("Logback event, LogstashEncoder", logstash, none, 1.1, BYTES_OF_FIELDS);
        add("Logback event, LogstashEncoder / MDC", logstash, four, times(0.95));
        add("Logback event, LogstashEncoder, allocation above MDC", logstash, four, bytesMore(0));
        add("Logback event, LogstashEncoder, beside one foreign entry / five native", beside, five, times(1.1));
        add("Logback event, JsonEncoder / MDC", json, jsonFour, times(0.95));
        add("Logback event, JsonEncoder, allocation above MDC", json, jsonFour, bytesMore(0));
        add("Logback event, JsonEncoder, beside one foreign entry / five native", jsonBeside, jsonFive, times(1.1));
        add(
                "Logback event, Spring Boot's logstash format / MDC",
                event(LOGBACK_BOOT, OURS),
                event(LOGBACK_BOOT, NATIVE),
                times(1.05));
    }

    private void withoutFields(String what, String ours, String none, double times, int bytesMore) {
        add(what + " / no fields", ours, none, times(times));
        add(what + ", allocation above no fields", ours, none, bytesMore(bytesMore));
    }

    private void tracing() {
        String one = "TracedEventBenchmark.oneThread";
        String two = "TracedEventBenchmark.twoThreads";
        String logstash = Fork.name(one, LOGBACK_LOGSTASH, OURS);
        String mdc = Fork.name(one, LOGBACK_LOGSTASH, NATIVE);
        String twoLogstash = Fork.name(two, LOGBACK_LOGSTASH, OURS);
        String twoMdc = Fork.name(two, LOGBACK_LOGSTASH, NATIVE);
        String log4j = Fork.name(one, LOG4J_OUR_ECS, OURS);
        String threadContext = Fork.name(one, LOG4J_ECS, NATIVE);
        add("new span for each event, Logback LogstashEncoder / MDC", logstash, mdc, times(0.9));
        add("new span for each event, Logback LogstashEncoder, allocation above MDC", logstash, mdc, bytesMore(0));
        add("new span for each event, two threads, Logback LogstashEncoder / MDC", twoLogstash, twoMdc, times(0.9));
        add("new span for each event, Log4j2 our template / ThreadContext", log4j, threadContext, times(0.85));
    }

    private void queues() {
        String queue = "AsyncEventBenchmark.event";
        String log4j = Fork.name(queue, LOG4J_OUR_ECS, OURS);
        String logback = Fork.name(queue, LOGBACK_LOGSTASH, OURS);
        add("Log4j2 async logger, our template / no fields", log4j, Fork.name(queue, LOG4J_ECS, NONE), times(1.15));
        add(
                "Logback async appender, LogstashEncoder / no fields",
                logback,
                Fork.name(queue, LOGBACK_LOGSTASH, NONE),
                times(1.15));
    }

    private void others() {
        String filter = Fork.name("DisabledStatementBenchmark.statement", LOGBACK_PATTERN, OURS);
        String noFilter = Fork.name("DisabledStatementBenchmark.statement", LOGBACK_PATTERN, NATIVE);
        add("disabled log statement, time with our TurboFilter above none", filter, noFilter, nanosMore(5));

        String inside = "VirtualThreadBenchmark.insideScope";
        String outside = "VirtualThreadBenchmark.outsideOfScopes";
        add("virtual thread, started inside a scope / outside", inside, outside, times(1.1));
        add("virtual thread, allocation inside a scope above outside", inside, outside, bytesMore(200));

        String call = "ModelCallBenchmark.decorated";
        String bare = "ModelCallBenchmark.bare";
        add("call of a LangChain4j model, time above the bare model", call, bare, nanosMore(1000));
        add("call of a LangChain4j model, allocation above the bare model", call, bare, bytesMore(500));

        String id = "RequestIdBenchmark.ours";
        String uuid = "RequestIdBenchmark.uuidWithoutHyphens";
        add("request id / UUID.randomUUID without hyphens", id, uuid, times(1.0));
        add("request id, allocation above UUID.randomUUID without hyphens", id, uuid, bytesMore(-1));
    }

    private void add(String what, String measured, String peer, Limit limit) {
        ratios.add(new Ratio(what, measured, peer, limit));
    }

    private static String event(Output output, Scenario scenario) {
        return Fork.name("EventBenchmark.event", output, scenario);
    }
}
