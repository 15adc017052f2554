package io.github.telemetrycontext.samples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.PGConnection;

/** The table of docs/search.md in PostgreSQL. */
class PostgreSqlTest extends SqlQueries {

    private EmbeddedPostgres server;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedPostgres.builder().start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    String stored(String session) {
        return session.replace("\u0000", "");
    }

    @Override
    Connection open(List<Path> files) throws Exception {
        Connection database = server.getPostgresDatabase().getConnection();
        try (Statement statement = database.createStatement()) {
            statement.execute(Files.readString(Lines.sample("postgresql.sql")));
            for (Path file : files) {
                database.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY incoming FROM STDIN WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')",
                                new StringReader(Files.readString(file)));
                statement.execute("SELECT load_incoming()");
            }
        }
        return database;
    }
}
