/** What stands around the sample chats: the server in place of a model, and the users. */
@NullMarked
package io.github.telemetrycontext.chat;

import org.jspecify.annotations.NullMarked;
