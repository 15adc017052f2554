package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view of docs/search.md in DuckDB. */
class DuckDbTest extends SqlQueries {

    @TempDir
    private Path directory;

    @Override
    Connection open(List<Path> files) throws Exception {
        for (Path file : files) {
            Files.copy(file, directory.resolve(file.getFileName()));
        }
        Connection database = database();
        try (Statement statement = database.createStatement()) {
            statement.execute(Files.readString(Lines.sample("duckdb.sql")));
        }
        return database;
    }

    private Connection database() throws SQLException {
        Connection database = DriverManager.getConnection("jdbc:duckdb:", new Properties());
        try (Statement statement = database.createStatement()) {
            statement.execute("SET file_search_path = '" + directory + "'");
        }
        return database;
    }

    @Test
    void findsNoSessionThatLooksLikeDateWithoutView() throws Exception {
        Files.writeString(
                directory.resolve("lines.jsonl"),
                Files.readAllLines(Lines.ofLayout(Framework.LOGBACK, "logstash")).stream()
                        .filter(line -> line.contains("\"2026-11-27\""))
                        .findFirst()
                        .orElseThrow());
        try (Connection database = database()) {
            assertThatThrownBy(() -> column(database, "SELECT message FROM 'lines.jsonl' WHERE session_id = 's-1'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("date");
        }
    }
}
