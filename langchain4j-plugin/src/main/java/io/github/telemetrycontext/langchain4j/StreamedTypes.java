package io.github.telemetrycontext.langchain4j;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The return types of AI service methods that deliver an answer in pieces from the streaming model. */
final class StreamedTypes {

    /** Names, because most of the libraries are optional. Adapters of a token stream return the last three. */
    private static final Set<String> NAMES = Set.of(
            "dev.langchain4j.service.TokenStream",
            "java.util.concurrent.Flow$Publisher",
            "org.reactivestreams.Publisher",
            "kotlinx.coroutines.flow.Flow",
            "java.util.stream.Stream");

    /** A publisher of one answer, so not a stream. */
    private static final String MONO = "reactor.core.publisher.Mono";

    private StreamedTypes() {}

    static boolean include(@Nullable Class<?> type) {
        return type != null
                && !type.getName().equals(MONO)
                && (NAMES.contains(type.getName())
                        || include(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(StreamedTypes::include));
    }
}
