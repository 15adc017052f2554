package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.samples.Lines.Answers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL queries of docs/search.md. The database has a view {@code logs} with the lines of some files. */
abstract class SqlQueries {

    /** Opens a database with the lines of the files. */
    abstract Connection open(List<Path> files) throws Exception;

    /** Returns a session as the database stores it. */
    String stored(String session) {
        return session;
    }

    @Test
    void storesEachLineOfAllLayoutsAndFindsEachSession() throws Exception {
        List<Path> layouts = Lines.ofAllLayouts();
        String[] sessions = ManyIdsProgram.sessions();
        try (Connection database = open(layouts)) {
            assertThat(column(database, "SELECT count(*) FROM logs"))
                    .containsExactly(layouts.size()
                                    * (sessions.length + ManyIdsProgram.LINES_WITHOUT_IDS + ManyIdsProgram.OTHER_LINES)
                            + "");
            for (int i = 0; i < sessions.length; i++) {
                assertThat(column(database, "SELECT session_id FROM logs WHERE request_id = 'r-" + i + "'"))
                        .hasSize(layouts.size())
                        .containsOnly(stored(ManyIdsProgram.written(sessions[i])));
                assertThat(column(
                                database,
                                "SELECT max(sampling_iteration) + 1 FROM logs WHERE request_id = 'r-" + i + "'"))
                        .containsExactly(ManyIdsProgram.iteration(i) + 1 + "");
            }
            assertThat(column(database, "SELECT count(*) FROM logs WHERE time > TIMESTAMPTZ '2026-01-01 00:00:00Z'"))
                    .as("lines with a time")
                    .isEqualTo(column(database, "SELECT count(*) FROM logs"));
            assertThat(column(database, "SELECT count(*) FROM logs WHERE level LIKE 'WARN%' OR level = '4'"))
                    .containsExactly(layouts.size() * sessions.length + "");
            assertThat(column(database, "SELECT request_id FROM logs WHERE failed"))
                    .hasSize(layouts.size())
                    .containsOnly("r-failed");
            assertThat(column(database, "SELECT sampling_iteration FROM logs WHERE request_id = 'r-own'"))
                    .hasSize(layouts.size())
                    .containsOnlyNulls();
            assertThat(column(database, "SELECT length(session_id) FROM logs WHERE request_id = 'r-long'"))
                    .hasSize(layouts.size())
                    .containsOnly("6000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"langchain4j", "spring-ai"})
    void answersFourQuestions(String library) throws Exception {
        Path chat = Lines.ofChat(library);
        Answers expected = Answers.in(chat);
        List<String> queries = Lines.PAGE.blocks("sql");
        assertThat(queries).hasSize(4);
        try (Connection database = open(List.of(chat))) {
            assertThat(column(database, queries.get(0)))
                    .hasSize(expected.session())
                    .isNotEmpty();
            assertThat(column(database, queries.get(1)))
                    .hasSize(expected.request())
                    .isNotEmpty();
            assertThat(column(database, queries.get(2)))
                    .isEqualTo(expected.repeated())
                    .isNotEmpty();
            assertThat(column(database, queries.get(3)))
                    .isEqualTo(expected.failedOrSlow())
                    .isNotEmpty();
        }
    }

    /** Returns the first column of the result. */
    static List<String> column(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
