package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines that the tests search, and the expected results. */
final class Lines {

    static final Markdown PAGE = new Markdown(Path.of("../../docs/search.md"));

    private static final JsonMapper JSON = new JsonMapper();

    private static final Path FOLDER = Path.of("target", "lines");

    private static final Set<Path> WRITTEN = new HashSet<>();

    private Lines() {}

    static Path sample(String file) {
        return Path.of("../../json-samples/search", file);
    }

    /** Returns the files of all sample layouts. Each file is written once for all tests. */
    static List<Path> ofAllLayouts() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Framework framework : Framework.values()) {
            for (String layout : framework.layouts()) {
                if (!layout.equals(Framework.PLAIN_TEXT)) {
                    files.add(ofLayout(framework, layout));
                }
            }
        }
        return files;
    }

    static Path ofLayout(Framework framework, String layout) throws IOException {
        return file(
                framework.label() + "-" + layout,
                () -> new ForkedJvm().run(ManyIdsProgram.class, framework.name(), layout));
    }

    /** Returns the file of a chat, langchain4j or spring-ai. */
    static Path ofChat(String library) throws IOException {
        Path jar = Path.of("target", "chats", "telemetry-context-chat-" + library + ".jar");
        return file(
                "chat-" + library,
                () -> new ForkedJvm()
                        .property("loader.main", "io.github.telemetrycontext.samples.chat.Demo")
                        .classPath(List.of(jar))
                        .run("org.springframework.boot.loader.launch.PropertiesLauncher"));
    }

    private static Path file(String name, Supplier<ForkedJvm.Result> program) throws IOException {
        Path file = Files.createDirectories(FOLDER).resolve(name + ".jsonl");
        if (!WRITTEN.contains(file)) {
            Files.write(file, program.get().succeeded().out());
            WRITTEN.add(file);
        }
        return file;
    }

    /**
     * The answers to the four questions, computed from each line.
     *
     * @param session the number of lines of s-alice
     * @param request the number of lines of alice-5
     * @param repeated the requests with more than one attempt
     * @param failedOrSlow the requests that failed or took longer than 400 ms
     */
    record Answers(int session, int request, List<String> repeated, List<String> failedOrSlow) {

        static Answers in(Path file) throws IOException {
            int session = 0;
            int request = 0;
            TreeSet<String> repeated = new TreeSet<>();
            TreeSet<String> failedOrSlow = new TreeSet<>();
            Map<String, OffsetDateTime> starts = new TreeMap<>();
            for (String line : Files.readAllLines(file)) {
                JsonNode json = JSON.readTree(line);
                String id = json.path("request_id").asString("");
                session += json.path("session_id").asString("").equals("s-alice") ? 1 : 0;
                request += id.equals("alice-5") ? 1 : 0;
                if (!id.isEmpty()) {
                    OffsetDateTime time =
                            OffsetDateTime.parse(json.path("@timestamp").asString());
                    OffsetDateTime start = starts.computeIfAbsent(id, key -> time);
                    String level = json.path("level")
                            .asString(json.path("log").path("level").asString(""));
                    if (level.equals("ERROR") || Duration.between(start, time).toMillis() > 400) {
                        failedOrSlow.add(id);
                    }
                    if (json.path("sampling_iteration").asInt(0) > 1) {
                        repeated.add(id);
                    }
                }
            }
            return new Answers(session, request, new ArrayList<>(repeated), new ArrayList<>(failedOrSlow));
        }
    }
}
