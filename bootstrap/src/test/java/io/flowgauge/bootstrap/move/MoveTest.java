package io.flowgauge.bootstrap.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.bootstrap.move.Household.Moved;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class MoveTest {
    private static Household source;

    /** To and from the target, of a move that is not cut. */
    private static long bytes;

    private final Household target = Household.empty();

    @BeforeAll
    static void moveOnceUncut() throws Exception {
        source = Household.withHistory();
        Household target = Household.empty();
        try (Wire wire = Wire.uncut(target.database())) {
            assertThat(source.move(wire.database()))
                    .extracting(Moved::err, Moved::exit)
                    .containsExactly("", 0);
            bytes = wire.carried();
        }
    }

    private static int doneOf(Moved cut) {
        Matcher done = Pattern.compile("; (nothing is copied yet|(\\d+) of \\d+ tables and partitions are copied);"
                        + " run the same command again to go on\\R$")
                .matcher(cut.err());
        assertThat(done.find()).as(cut.err()).isTrue();
        return done.group(2) == null ? 0 : Integer.parseInt(done.group(2));
    }

    @Test
    void allOfItIsThereAfterwardsAndGoesOnWithTheNextNumbers() throws Exception {
        Map<String, String> before = source.contents();

        Moved moved = source.move(target.database());

        assertThat(moved).extracting(Moved::err, Moved::exit).containsExactly("", 0);
        assertThat(target.contents()).isEqualTo(before);
        assertThat(source.contents()).isEqualTo(before);
        assertThat(moved.out())
                .containsPattern("flowgauge.task_snapshot +3,000 rows with 46,500 records on both sides")
                .contains("each to be made there and granted flowgauge_reader: analyst of lager\n")
                .contains("Moved. Start the service with SPRING_DATASOURCE_URL");
        target.sql("INSERT INTO flowgauge.flow (tenant_id, name) VALUES (3, 'new')");
        assertThat(target.ask("SELECT flow_id FROM flowgauge.flow WHERE name = 'new'"))
                .isEqualTo("11");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 85, 99})
    void cutAtAnyMomentItGoesOnWhenItIsRunAgain(int percent) throws Exception {
        int done;
        try (Wire wire = Wire.cutAfter(bytes * percent / 100, target.database())) {
            Moved cut = source.move(wire.database());
            assertThat(cut.exit()).isEqualTo(1);
            assertThat(cut.err()).startsWith("the target is not there: ");
            done = doneOf(cut);
        }

        Moved moved = source.move(target.database());

        assertThat(moved).extracting(Moved::err, Moved::exit).containsExactly("", 0);
        assertThat(moved.out().lines().filter(line -> line.endsWith(" rows, there already")))
                .hasSize(done);
        assertThat(target.contents()).isEqualTo(source.contents());
    }

    @Test
    void aSourceThatGoesAwayIsAsGood() throws Exception {
        try (Wire wire = Wire.cutAfter(bytes * 60 / 100, source.database())) {
            var environment = new HashMap<>(source.environment(target.database()));
            environment.put("SPRING_DATASOURCE_URL", wire.database().url());
            Moved cut = Household.move("--to", target.database().url(), environment);
            assertThat(cut.err()).startsWith("the source is not there: ");
            assertThat(doneOf(cut)).isPositive();
        }

        assertThat(source.move(target.database()))
                .extracting(Moved::err, Moved::exit)
                .containsExactly("", 0);
        assertThat(target.contents()).isEqualTo(source.contents());
    }

    @Test
    void whatChangedInTheSourceBetweenTwoTriesIsAsItIsNow() throws Exception {
        Household source = Household.withHistory();
        try (Wire wire = Wire.cutAfter(bytes * 97 / 100, target.database())) {
            assertThat(doneOf(source.move(wire.database()))).isGreaterThan(20);
        }
        source.sql("""
                UPDATE flowgauge.tenant SET zone = 'Asia/Tokyo' WHERE tenant_id = 3;
                UPDATE flowgauge.task_run SET state = 'completed', records = 7 WHERE state = 'running';
                DELETE FROM flowgauge.api_key WHERE tenant_id = 1;
                UPDATE flowgauge.task_snapshot SET bytes = 9 WHERE checked_at = '2026-11-23 10:00Z' AND task_id = 4;
                DROP TABLE flowgauge.task_snapshot_20261122;
                CREATE TABLE flowgauge.task_snapshot_20261127 (LIKE flowgauge.task_snapshot INCLUDING ALL);
                ALTER TABLE flowgauge.task_snapshot ATTACH PARTITION flowgauge.task_snapshot_20261127
                    FOR VALUES FROM ('2026-11-27Z') TO ('2026-11-28Z');
                INSERT INTO flowgauge.flow (tenant_id, name) VALUES (1, 'later')
                """);

        Moved moved = source.move(target.database());

        assertThat(moved).extracting(Moved::err, Moved::exit).containsExactly("", 0);
        assertThat(moved.out()).containsPattern("task_hour_20260901 .* there already");
        assertThat(target.contents()).isEqualTo(source.contents());
    }

    @Test
    void aTargetThatChangedMeanwhileIsFoundOutAndMendedByTheNextTry() throws Exception {
        try (Wire wire = Wire.cutAfter(bytes * 97 / 100, target.database())) {
            assertThat(doneOf(source.move(wire.database()))).isGreaterThan(20);
        }
        target.sql("DELETE FROM flowgauge.task_snapshot WHERE task_id = 4 AND checked_at < '2026-11-22 06:00Z'");

        Moved different = source.move(target.database());
        assertThat(different.exit()).isEqualTo(1);
        assertThat(different.err())
                .startsWith("source and target differ in flowgauge.task_snapshot_20261122; run the same command again");
        assertThat(different.out())
                .contains(
                        "3,000 rows with 46,500 records in the source,",
                        "2,998 rows with 46,497 records in the target");

        assertThat(source.move(target.database()))
                .extracting(Moved::err, Moved::exit)
                .containsExactly("", 0);
        assertThat(target.contents()).isEqualTo(source.contents());
    }

    @Test
    void killedInTheMiddleItGoesOnWhenItIsRunAgain() throws Exception {
        try (Wire wire = Wire.holdAfter(bytes * 80 / 100, target.database())) {
            Process process = MoveProcess.start(
                    source.environment(target.database()), wire.database().url());
            wire.awaitLimit();
            process.destroyForcibly().onExit().join();
        }

        Moved moved = source.move(target.database());

        assertThat(moved).extracting(Moved::err, Moved::exit).containsExactly("", 0);
        assertThat(moved.out()).contains(" there already");
        assertThat(target.contents()).isEqualTo(source.contents());
    }

    @Test
    void asLongAsItGoesOnAnotherMoveToTheTargetIsRefused() throws Exception {
        try (Wire wire = Wire.holdAfter(bytes / 2, target.database())) {
            CompletableFuture<Moved> first = CompletableFuture.supplyAsync(() -> source.move(wire.database()));
            wire.awaitLimit();

            assertThat(source.move(target.database()).err())
                    .startsWith("another move into the target goes on, or was cut off a moment ago; wait for its end");

            wire.goOn();
            assertThat(first.join()).extracting(Moved::err, Moved::exit).containsExactly("", 0);
        }
    }

    @Test
    void aSecondMoveIsRefusedAndChangesNothing() throws Exception {
        source.move(target.database());
        Map<String, String> before = target.contents();

        Moved second = source.move(target.database());

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).startsWith("the target holds Flowgauge's data, and not of a part-finished move; ");
        assertThat(target.contents()).isEqualTo(before);
    }

    @Test
    void aTargetThatAnotherSourceHasBegunToMoveToIsRefused() throws Exception {
        Household other = Household.withHistory();
        try (Wire wire = Wire.cutAfter(bytes * 80 / 100, target.database())) {
            other.move(wire.database());
        }
        Map<String, String> before = target.contents();

        Moved refused = source.move(target.database());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).startsWith("the target holds a part-finished move of another source, begun 20");
        assertThat(target.contents()).isEqualTo(before);
        assertThat(other.move(target.database()).exit()).isZero();
    }

    @Test
    void aSourceThatAServiceUsesIsRefused() throws Exception {
        var login = new Properties();
        login.setProperty("user", source.database().user());
        login.setProperty("password", source.database().password());
        login.setProperty("ApplicationName", "flowgauge");
        try (var service = new Driver().connect(source.database().url(), login)) {
            assertThat(service.isValid(1)).isTrue();

            assertThat(source.move(target.database()))
                    .isEqualTo(
                            new Moved(
                                    1,
                                    "",
                                    "a service uses the source (1 sessions named flowgauge); stop it and run the same command again\n"));
        }
        assertThat(target.contents()).isEmpty();
    }

    @Test
    void aServiceThatIsStartedOnTheSourceMeanwhileKeepsTheMoveFromEnding() throws Exception {
        var login = new Properties();
        login.setProperty("user", source.database().user());
        login.setProperty("password", source.database().password());
        login.setProperty("ApplicationName", "flowgauge");
        try (Wire wire = Wire.holdAfter(bytes / 2, target.database())) {
            CompletableFuture<Moved> move = CompletableFuture.supplyAsync(() -> source.move(wire.database()));
            wire.awaitLimit();
            try (var service = new Driver().connect(source.database().url(), login)) {
                assertThat(service.isValid(1)).isTrue();
                wire.goOn();
                assertThat(move.join().err())
                        .startsWith("a service uses the source (1 sessions named flowgauge); stop it");
            }
        }

        assertThat(source.move(target.database()))
                .extracting(Moved::err, Moved::exit)
                .containsExactly("", 0);
    }

    @Test
    void tablesThatAreNotOursStayWhereTheyAre() throws Exception {
        Household source = Household.withHistory();
        source.sql("CREATE TABLE flowgauge.notes (line text); INSERT INTO flowgauge.notes VALUES ('mine')");

        Moved moved = source.move(target.database());

        assertThat(moved).extracting(Moved::err, Moved::exit).containsExactly("", 0);
        assertThat(moved.out()).contains("Not Flowgauge's own and not copied: flowgauge.notes\n");
        assertThat(target.ask("SELECT to_regclass('flowgauge.notes')")).isNull();
    }

    @Test
    void aRoleWhoseSearchPathLeadsToTheSchemaMakesNoDifference() throws Exception {
        source.sql("CREATE ROLE flowgauge SUPERUSER LOGIN PASSWORD 'flowgauge'");
        try {
            var environment = new HashMap<>(source.environment(target.database()));
            environment.put("SPRING_DATASOURCE_USERNAME", "flowgauge");
            environment.put("SPRING_DATASOURCE_PASSWORD", "flowgauge");

            assertThat(Household.move("--to", target.database().url(), environment))
                    .extracting(Moved::err, Moved::exit)
                    .containsExactly("", 0);
            assertThat(target.contents()).isEqualTo(source.contents());
        } finally {
            source.sql("DROP ROLE flowgauge");
        }
    }
}
