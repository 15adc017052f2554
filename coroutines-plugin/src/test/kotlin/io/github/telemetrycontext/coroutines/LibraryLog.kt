package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.testsupport.LibraryLog

/** The messages of the records and of their exceptions. */
internal val LibraryLog.messages: List<String>
    get() = records().map { "${it.message} ${it.thrown.message}" }
