package io.github.telemetrycontext.benchmarks;

import static io.github.telemetrycontext.benchmarks.Limit.bytes;
import static io.github.telemetrycontext.benchmarks.Limit.bytesMore;
import static io.github.telemetrycontext.benchmarks.Limit.nanosMore;
import static io.github.telemetrycontext.benchmarks.Limit.times;
import static io.github.telemetrycontext.benchmarks.Log4jLayout.STOCK_ECS;
import static io.github.telemetrycontext.benchmarks.Log4jLayout.TELEMETRY_ECS;
import static io.github.telemetrycontext.benchmarks.LogbackEncoder.JSON;
import static io.github.telemetrycontext.benchmarks.LogbackEncoder.LOGSTASH;
import static io.github.telemetrycontext.benchmarks.LogbackEncoder.LOGSTASH_TYPED;
import static io.github.telemetrycontext.benchmarks.Scenario.NATIVE;
import static io.github.telemetrycontext.benchmarks.Scenario.NATIVE_FIVE;
import static io.github.telemetrycontext.benchmarks.Scenario.NONE;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS_BESIDE_ONE;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS_WITHOUT_INJECTOR;

import java.util.ArrayList;
import java.util.List;

/** Everything that is promised, and the only place where a limit stands. */
final class Promises {

    private final List<Ratio> ratios = new ArrayList<>();

    private Promises() {}

    static List<Ratio> all() {
        Promises promises = new Promises();
        promises.scopes();
        promises.hops();
        promises.log4j();
        promises.logback();
        promises.others();
        return List.copyOf(promises.ratios);
    }

    private void scopes() {
        String scope = "ScopeBenchmark.ours";
        add("scope of four fields / MDC put and remove", scope, "ScopeBenchmark.mdc", times(0.15));
        add("scope / CloseableThreadContext", scope, "ScopeBenchmark.closeableThreadContext", times(0.10));
        add("scope / OpenTelemetry with ×4, makeCurrent", scope, "ScopeBenchmark.openTelemetryContext", times(0.35));
        add("scope, allocation", scope, scope, bytes(80));
        add("current() / ThreadLocal.get", "CurrentBenchmark.ours", "CurrentBenchmark.bareThreadLocal", times(1.5));
    }

    private void hops() {
        String hop = "HopBenchmark.ours";
        add("task hop / OpenTelemetry Context.wrap", hop, "HopBenchmark.openTelemetryContext", times(1.2));
        add("task hop / micrometer", hop, "HopBenchmark.micrometer", times(0.15));
        add("task hop / copy of the MDC", hop, "HopBenchmark.mdcCopy", times(0.05));
    }

    private void log4j() {
        String none = log4j(STOCK_ECS, NONE);
        String four = log4j(STOCK_ECS, NATIVE);
        String five = log4j(STOCK_ECS, NATIVE_FIVE);
        String slow = log4j(TELEMETRY_ECS, OURS_WITHOUT_INJECTOR);
        String ours = log4j(TELEMETRY_ECS, OURS);
        String beside = log4j(TELEMETRY_ECS, OURS_BESIDE_ONE);
        add("Log4j2 event, our template, injector off / ThreadContext, stock template", slow, four, times(0.85));
        add("Log4j2 event, our template / ThreadContext, stock template", ours, four, times(0.6));
        add("Log4j2 event, our template / no fields at all", ours, none, times(1.2));
        add("Log4j2 event, our template, allocation above no fields at all", ours, none, bytesMore(0));
        add("Log4j2 event, our template, beside one foreign entry / five native", beside, five, times(1.1));
    }

    private void logback() {
        String logstash = logback(LOGSTASH_TYPED, OURS);
        String logstashNative = logback(LOGSTASH, NATIVE);
        String logstashBeside = logback(LOGSTASH_TYPED, OURS_BESIDE_ONE);
        String logstashFive = logback(LOGSTASH, NATIVE_FIVE);
        String json = logback(JSON, OURS);
        String jsonNative = logback(JSON, NATIVE);
        String jsonBeside = logback(JSON, OURS_BESIDE_ONE);
        String jsonFive = logback(JSON, NATIVE_FIVE);
        add("Logback logstash event / MDC", logstash, logstashNative, times(0.95));
        add("Logback logstash event, allocation above MDC", logstash, logstashNative, bytesMore(0));
        add("Logback logstash event beside one foreign entry / five native", logstashBeside, logstashFive, times(1.1));
        add("Logback JsonEncoder event / MDC", json, jsonNative, times(1.0));
        add("Logback JsonEncoder event, allocation above MDC", json, jsonNative, bytesMore(0));
        add("Logback JsonEncoder event beside one foreign entry / five native", jsonBeside, jsonFive, times(1.1));
    }

    private void others() {
        String filter = "DisabledStatementBenchmark.withOurFilter";
        String noFilter = "DisabledStatementBenchmark.withoutFilter";
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

    private static String log4j(Log4jLayout layout, Scenario scenario) {
        return Fork.name("Log4jEventBenchmark.event", layout, scenario);
    }

    private static String logback(LogbackEncoder encoder, Scenario scenario) {
        return Fork.name("LogbackEventBenchmark.event", encoder, scenario);
    }
}
