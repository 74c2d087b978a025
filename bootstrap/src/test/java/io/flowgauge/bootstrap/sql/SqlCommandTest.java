package io.flowgauge.bootstrap.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.persistence.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
    private static final TestPostgres.Database DATABASE = TestPostgres.freshDatabase();
    private static final Map<String, String> OWN = Map.of(
            "SPRING_DATASOURCE_URL", DATABASE.url(),
            "SPRING_DATASOURCE_USERNAME", DATABASE.user(),
            "SPRING_DATASOURCE_PASSWORD", DATABASE.password());

    @TempDir
    Path data;

    private record Result(int exit, String out, String err) {}

    @BeforeAll
    static void someRows() throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE flow (id int PRIMARY KEY, name text)");
            statement.execute("INSERT INTO flow VALUES (1, 'orders'), (2, NULL), (3, E'two\\tparts\\r\\nand a line')");
        }
    }

    private static Result run(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = SqlCommand.run(
                List.of(arguments),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String line = System.lineSeparator();
        return new Result(
                exit,
                out.toString(StandardCharsets.UTF_8).replace(line, "\n"),
                err.toString(StandardCharsets.UTF_8).replace(line, "\n"));
    }

    private static String count() {
        return run(OWN, "SELECT count(*) FROM flow").out();
    }

    @Test
    void rowsArePrintedALineEachWithTabsBetweenTheirValues() {
        assertThat(run(OWN, "SELECT id, name AS \"the name\", id > 1 AS later FROM flow ORDER BY id"))
                .isEqualTo(new Result(0, """
                        id\tthe name\tlater
                        1\torders\tf
                        2\t\tt
                        3\ttwo parts and a line\tt
                        """, ""));
    }

    @Test
    void noRowsAreTheirHeadingsAlone() {
        assertThat(run(OWN, "SELECT id FROM flow WHERE id = 99")).isEqualTo(new Result(0, "id\n", ""));
    }

    @Test
    void moreRowsThanAreFetchedAtOnceAreAllPrinted() {
        Result result = run(OWN, "SELECT n FROM generate_series(1, 2500) AS n");
        assertThat(result.out().lines()).hasSize(2_501).last().isEqualTo("2500");
    }

    @Test
    void aStatementWithoutRowsSaysSo() {
        assertThat(run(OWN, "SET search_path TO public")).isEqualTo(new Result(0, "done, no rows\n", ""));
    }

    @Test
    void aWriteIsRefusedAndNothingIsWritten() {
        for (String write : List.of(
                "INSERT INTO flow VALUES (4, 'late')",
                "DELETE FROM flow",
                "DROP TABLE flow",
                "WITH gone AS (DELETE FROM flow RETURNING id) SELECT * FROM gone")) {
            Result result = run(OWN, write);
            assertThat(result.exit()).as(write).isEqualTo(1);
            assertThat(result.err()).contains("in a read-only transaction");
            assertThat(result.out()).isEmpty();
        }
        assertThat(count()).isEqualTo("count\n3\n");
    }

    @Test
    void aBrokenQueryIsToldInPostgresWords() {
        Result result = run(OWN, "SELEC 1");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("syntax error at or near \"SELEC\"").doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aCallWithoutOneQueryIsWrong() {
        var wrong = new Result(
                2, "", "sql takes one query in quotes, such as: sql \"SELECT * FROM reporting.running_tasks\"\n");
        assertThat(run(OWN)).isEqualTo(wrong);
        assertThat(run(OWN, "SELECT", "1")).isEqualTo(wrong);
    }

    @Test
    void aFolderWithoutAnEmbeddedServerIsNamedWithTheRemedy() {
        Path missing = data.resolve("nowhere");
        assertThat(run(Map.of("FLOWGAUGE_DATA", missing.toString()), "SELECT 1"))
                .isEqualTo(new Result(
                        1,
                        "",
                        "there is no embedded PostgreSQL in this folder (" + missing.resolve("postgres.port")
                                + " is missing); set FLOWGAUGE_DATA to the service's, or SPRING_DATASOURCE_URL\n"));
    }

    @Test
    void anEmptyUrlIsAnUnsetOne() {
        assertThat(run(Map.of("SPRING_DATASOURCE_URL", "", "FLOWGAUGE_DATA", data.toString()), "SELECT 1")
                        .err())
                .startsWith("there is no embedded PostgreSQL in this folder (" + data);
    }

    @Test
    void theEmbeddedServerIsFoundByItsFolder() throws Exception {
        URI server = URI.create(DATABASE.url().substring("jdbc:".length()));
        Files.writeString(data.resolve("postgres.port"), server.getPort() + "\n");
        Files.writeString(data.resolve("postgres.password"), "guess\n");

        Result result = run(Map.of("FLOWGAUGE_DATA", data.toString()), "SELECT 1");

        // Another server's port, so its own refusal shows who was asked, as whom and for what.
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("flowgauge").doesNotContain("guess");
    }

    @Test
    void aServerThatIsNotThereIsToldAsSuch() throws Exception {
        Files.writeString(data.resolve("postgres.port"), "1");
        Files.writeString(data.resolve("postgres.password"), "guess");

        Result result = run(Map.of("FLOWGAUGE_DATA", data.toString()), "SELECT 1");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("127.0.0.1:1 refused").doesNotContain("guess");
    }
}
