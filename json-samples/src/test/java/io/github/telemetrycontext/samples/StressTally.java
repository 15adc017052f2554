package io.github.telemetrycontext.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lines of a run. Compares the fields of each line with the expected fields in its message. */
final class StressTally {

    private static final int EXAMPLES = 5;

    /** A line with a duplicate key counts as unreadable. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final int expectedEvents;
    private final BitSet seen = new BitSet();
    private final Map<StressHop, Integer> events = new EnumMap<>(StressHop.class);
    private final Map<StressHop, Integer> mismatches = new EnumMap<>(StressHop.class);
    private final List<String> examples = new ArrayList<>();
    private int lines;
    private int unreadable;
    private int repeated;

    private StressTally(int expectedEvents) {
        this.expectedEvents = expectedEvents;
    }

    static StressTally of(Path log, int expectedEvents) throws IOException {
        StressTally tally = new StressTally(expectedEvents);
        try (BufferedReader reader = Files.newBufferedReader(log)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                tally.add(line);
            }
        }
        return tally;
    }

    private void add(String line) {
        lines++;
        try {
            JsonNode event = JSON.readTree(line);
            String[] message = event.get("message").stringValue().split("\\|", 3);
            int number = Integer.parseInt(message[0]);
            StressHop hop = StressHop.valueOf(message[1]);
            if (seen.get(number)) {
                repeated++;
                example(line);
            }
            seen.set(number);
            events.merge(hop, 1, Integer::sum);
            if (!message[2].equals(StressFields.textOf(event))) {
                mismatches.merge(hop, 1, Integer::sum);
                example(line);
            }
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            unreadable++;
            example(line);
        }
    }

    private void example(String line) {
        if (examples.size() < EXAMPLES) {
            examples.add(line);
        }
    }

    int lines() {
        return lines;
    }

    int lost() {
        return expectedEvents - seen.get(0, expectedEvents).cardinality();
    }

    int unreadable() {
        return unreadable;
    }

    int repeated() {
        return repeated;
    }

    Map<StressHop, Integer> events() {
        return events;
    }

    Map<StressHop, Integer> mismatches() {
        return mismatches;
    }

    @Override
    public String toString() {
        return lines + " lines for " + expectedEvents + " events. Examples of wrong lines: " + examples;
    }
}
