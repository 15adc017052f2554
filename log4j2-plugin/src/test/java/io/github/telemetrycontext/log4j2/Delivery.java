package io.github.telemetrycontext.log4j2;

/** The way from the log call to the appender {@code out}. If all loggers are async, each has a ring buffer in front. */
enum Delivery {
    DIRECT("", "<Root level='info'><AppenderRef ref='out'/></Root>"),
    ASYNC_APPENDER(
            "<Async name='queue' bufferSize='128'><AppenderRef ref='out'/></Async>",
            "<Root level='info'><AppenderRef ref='queue'/></Root>"),
    MIXED_ASYNC_LOGGER(
            "",
            "<Root level='error'/><AsyncLogger name='app' level='info' additivity='false'>"
                    + "<AppenderRef ref='out'/></AsyncLogger>"),
    ASYNC_ROOT("", "<AsyncRoot level='info'><AppenderRef ref='out'/></AsyncRoot>");

    private final String appenders;
    private final String loggers;

    Delivery(String appenders, String loggers) {
        this.appenders = appenders;
        this.loggers = loggers;
    }

    /** Returns whether the layout runs on another thread than the log call. */
    boolean isAsync() {
        return this != DIRECT || JvmMode.ALL_ASYNC;
    }

    String configuration(String layout) {
        return "<Configuration><Appenders><Capture name='out'>" + layout + "</Capture>" + appenders
                + "</Appenders><Loggers>" + loggers + "</Loggers></Configuration>";
    }
}
