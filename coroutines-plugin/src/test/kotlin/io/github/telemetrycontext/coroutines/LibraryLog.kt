package io.github.telemetrycontext.coroutines

import java.util.concurrent.CopyOnWriteArrayList
import java.util.logging.Handler
import java.util.logging.LogRecord
import java.util.logging.Logger

/** Captures the log of this library and keeps it off the console. */
internal class LibraryLog : Handler(), AutoCloseable {

    /** A strong reference, because the JDK holds loggers weakly. */
    private val log = Logger.getLogger("io.github.telemetrycontext")

    private val records = CopyOnWriteArrayList<LogRecord>()

    val messages: List<String>
        get() = records.map { "${it.message} ${it.thrown.message}" }

    init {
        log.addHandler(this)
        log.useParentHandlers = false
    }

    override fun publish(record: LogRecord) {
        records += record
    }

    override fun flush() {}

    override fun close() {
        log.useParentHandlers = true
        log.removeHandler(this)
    }
}
