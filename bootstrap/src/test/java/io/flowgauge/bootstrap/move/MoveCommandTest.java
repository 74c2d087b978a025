package io.flowgauge.bootstrap.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.bootstrap.move.Household.Moved;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told who calls it wrongly, or with databases that it cannot work with. */
class MoveCommandTest {
    private static final String NO_URL =
            " is no JDBC URL of PostgreSQL, such as jdbc:postgresql://host:5432/database without a login in it\n";

    private final Household source = Household.empty();
    private final Household target = Household.empty();

    @TempDir
    Path folder;

    private Moved with(String name, String value) {
        var environment = new HashMap<>(source.environment(target.database()));
        environment.put(name, value);
        return Household.move("--to", target.database().url(), environment);
    }

    private static Moved to(String url) {
        return Household.move("--to", url, Map.of());
    }

    @Test
    void aCallWithoutATargetIsWrong() {
        assertThat(Household.run(List.of(), Map.of())).extracting(Moved::exit).isEqualTo(2);
        assertThat(Household.run(List.of("move"), Map.of()))
                .extracting(Moved::exit)
                .isEqualTo(2);
        assertThat(Household.run(List.of("copy", "--to", "x"), Map.of()))
                .isEqualTo(new Moved(
                        2,
                        "",
                        "history takes: move --to jdbc:postgresql://host:5432/database, with the login there in"
                                + " FLOWGAUGE_MOVE_USERNAME and FLOWGAUGE_MOVE_PASSWORD\n"));
    }

    @Test
    void aUrlThatCannotBeUsedIsNotRepeatedSinceItMayHoldAPassword() {
        assertThat(to("postgres://me:secret@host/flowgauge")).isEqualTo(new Moved(1, "", "--to" + NO_URL));
        assertThat(to("jdbc:postgresql://me:secret@host/flowgauge")).isEqualTo(new Moved(1, "", "--to" + NO_URL));
        assertThat(to("jdbc:postgresql://me:secret@host:5432/flowgauge")).isEqualTo(new Moved(1, "", "--to" + NO_URL));
        assertThat(with("SPRING_DATASOURCE_URL", "jdbc:h2:mem"))
                .isEqualTo(new Moved(1, "", "SPRING_DATASOURCE_URL" + NO_URL));
    }

    @Test
    void norDoesAnyLibraryRepeatIt() throws Exception {
        Process process =
                MoveProcess.start(source.environment(target.database()), "jdbc:postgresql://me:secret@host/flowgauge");

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("--to" + NO_URL);
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void aFolderWithoutAnEmbeddedServerIsNamedAndStaysAsItIs() {
        Path missing = folder.resolve("nowhere");

        Moved refused = Household.move("--to", target.database().url(), Map.of("FLOWGAUGE_DATA", missing.toString()));

        assertThat(refused)
                .isEqualTo(new Moved(
                        1,
                        "",
                        "there is no embedded PostgreSQL in this folder (" + missing.resolve("postgres.port")
                                + " is missing); set FLOWGAUGE_DATA to the service's, or SPRING_DATASOURCE_URL\n"));
        assertThat(missing).doesNotExist();
    }

    @Test
    void aSourceWithoutHistoryIsRefusedAndStaysEmpty() throws SQLException {
        assertThat(source.move(target.database()).err()).startsWith("the source holds no history of Flowgauge; ");
        assertThat(source.contents()).isEmpty();
        assertThat(target.contents()).isEmpty();
    }

    @Test
    void aMoveToWhereItIsIsRefused() throws Exception {
        Household source = Household.withHistory();

        assertThat(source.move(source.database()).err())
                .isEqualTo("source and target are the same database; name another with --to\n");
    }

    @Test
    void aTargetWithSomethingElseInTheSchemaIsRefusedAsItIs() throws Exception {
        target.sql("CREATE SCHEMA flowgauge; CREATE TABLE flowgauge.notes (line text)");

        Moved refused = Household.withHistory().move(target.database());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("the target cannot be brought to this version: Found non-empty schema(s) \"flowgauge\"")
                .doesNotContain("run the same command again");
        assertThat(target.contents()).containsKey("flowgauge.notes").doesNotContainKey("flowgauge.tenant");
    }

    @Test
    void aTargetThatIsNotThereIsToldAsSuch() throws Exception {
        Household source = Household.withHistory();

        Moved refused = Household.move(
                "--to",
                "jdbc:postgresql://127.0.0.1:1/flowgauge?password=secret",
                source.environment(target.database()));

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("the target is not there: Connection to 127.0.0.1:1 refused.")
                .endsWith("; nothing is copied yet; run the same command again to go on\n")
                .doesNotContain("secret");
    }

    @Test
    void aRoleThatMayNotMakeTheSchemaIsToldWhatItNeeds() throws Exception {
        Household source = Household.withHistory();
        source.sql("CREATE ROLE guest LOGIN PASSWORD 'guest secret'");
        try {
            var environment = new HashMap<>(source.environment(target.database()));
            environment.put("FLOWGAUGE_MOVE_USERNAME", "guest");
            environment.put("FLOWGAUGE_MOVE_PASSWORD", "guest secret");

            Moved refused = Household.move("--to", target.database().url(), environment);

            assertThat(refused.err())
                    .startsWith("the target does not allow it: ERROR: permission denied for database")
                    .contains("the role needs to own schema flowgauge, or to be allowed to make it")
                    .doesNotContain("guest secret");
        } finally {
            source.sql("DROP ROLE guest");
        }
    }
}
