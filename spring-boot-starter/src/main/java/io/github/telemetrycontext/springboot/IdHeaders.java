package io.github.telemetrycontext.springboot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of the headers that contain ids. An invalid name is replaced by the default, with a warning.
 *
 * @param requestId the header of the request_id
 * @param sessionId the header of the session_id, or null if no header is used
 * @param warnings the problems of the properties
 */
record IdHeaders(String requestId, @Nullable String sessionId, List<String> warnings) {

    static final String DEFAULT_REQUEST_ID = "X-Request-Id";
    static final String REQUEST_ID_PROPERTY = "telemetry.context.web.request-id-header";
    static final String SESSION_ID_PROPERTY = "telemetry.context.web.session-id-header";

    /** A token of RFC 9110, the syntax of header names. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final int MAX_SHOWN = 64;

    static IdHeaders of(String requestIdHeader, @Nullable String sessionIdHeader) {
        List<String> warnings = new ArrayList<>();
        String requestId = requestIdHeader;
        if (!isName(requestId)) {
            requestId = DEFAULT_REQUEST_ID;
            warnings.add(ignored(REQUEST_ID_PROPERTY, requestIdHeader) + requestId + " is used.");
        }
        String sessionId = sessionIdHeader;
        if (sessionId != null && (!isName(sessionId) || sessionId.equalsIgnoreCase(requestId))) {
            warnings.add(ignored(SESSION_ID_PROPERTY, sessionId) + "No session_id is taken from a header.");
            sessionId = null;
        }
        return new IdHeaders(requestId, sessionId, warnings);
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String ignored(String property, String value) {
        return property + "=" + visible(value) + " is ignored. Valid values: the name of an HTTP header"
                + (property.equals(SESSION_ID_PROPERTY) ? " other than that of " + REQUEST_ID_PROPERTY : "") + ". ";
    }

    /** Escapes invisible characters, such as a zero-width space that was copied along with the name. */
    private static String visible(String name) {
        return name.chars()
                .limit(MAX_SHOWN)
                .mapToObj(character -> character >= ' ' && character <= '~'
                        ? Character.toString(character)
                        : String.format("\\u%04x", character))
                .collect(Collectors.joining());
    }
}
