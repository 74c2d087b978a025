package io.flowgauge.persistence;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A database that was filled under an earlier version of the schema, whichever, and is brought to the newest. A new migration needs
 * nothing here; where rows can no longer be inserted as before, it brings their new form in {@link SampleRows}.
 */
@ParameterizedClass
@MethodSource("earlierVersions")
class UpgradeTest {
    private static final MigrationVersion WITH_TASKS = MigrationVersion.fromVersion("2");
    private static final MigrationVersion WITH_SNAPSHOTS = MigrationVersion.fromVersion("3");

    /**
     * What a database holds.
     *
     * @param rows by table, in words
     */
    private record Contents(
            Map<String, List<String>> rows, Map<String, List<String>> schema, Map<String, List<String>> partitions) {
        static Contents of(Adapters database) {
            JdbcTemplate sql = database.sql();
            return new Contents(
                    SchemaDescription.tables(sql).stream().collect(toMap(table -> table, table -> rows(sql, table))),
                    SchemaDescription.of(sql),
                    SchemaDescription.ofPartitions(sql));
        }

        /** With a word for each time of this test's own, which the migration gives to what knew no time of its making. */
        private static List<String> rows(JdbcTemplate sql, String table) {
            return sql.queryForList("SELECT r::text FROM " + table + " r ORDER BY 1", String.class).stream()
                    .map(row -> TIME.matcher(row).replaceAll(time -> isOfThisTest(time.group()) ? "now" : time.group()))
                    .toList();
        }

        private static boolean isOfThisTest(String time) {
            return OffsetDateTime.parse(time, AS_PRINTED).toInstant().isAfter(STARTED);
        }
    }

    @SuppressWarnings("TimeInStaticInitializer") // Before any migration of this test.
    private static final Instant STARTED = Instant.now();

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?[+-]\\d\\d");
    private static final DateTimeFormatter AS_PRINTED = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .appendPattern("x")
            .toFormatter(Locale.ROOT);

    /** Filled under the newest version. */
    private static final Contents EXPECTED = expected();

    private static Adapters upgraded;
    private static List<String> tablesBefore;

    @Parameter
    MigrationVersion from;

    static Stream<MigrationVersion> earlierVersions() {
        List<MigrationVersion> all = versions();
        return all.subList(0, all.size() - 1).stream();
    }

    private static List<MigrationVersion> versions() {
        return Arrays.stream(flyway(TestPostgres.freshDatabase(), MigrationVersion.LATEST)
                        .info()
                        .all())
                .map(MigrationInfo::getVersion)
                .filter(version -> version != null)
                .toList();
    }

    private static Flyway flyway(TestPostgres.Database database, MigrationVersion target) {
        return Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .schemas("flowgauge")
                .defaultSchema("flowgauge")
                .target(target)
                .load();
    }

    private static Contents expected() {
        List<MigrationVersion> all = versions();
        try (Adapters newest = filled(all.get(all.size() - 1))) {
            return Contents.of(newest);
        }
    }

    @BeforeParameterizedClassInvocation
    static void upgrade(MigrationVersion from) {
        upgraded = filled(from);
    }

    private static Adapters filled(MigrationVersion version) {
        TestPostgres.Database database = TestPostgres.freshDatabase();
        flyway(database, version).migrate();
        var connection = new SingleConnectionDataSource(database.url(), database.user(), database.password(), false);
        JdbcTemplate sql = new JdbcTemplate(connection);
        SampleRows.of(version).forEach(sql::execute);
        tablesBefore = SchemaDescription.tables(sql);
        connection.destroy();
        return new Adapters(database);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        upgraded.close();
    }

    @Test
    void whatWasThereIsAsIfItHadBeenWrittenUnderTheNewestVersion() {
        Contents contents = Contents.of(upgraded);

        for (String table : tablesBefore) {
            assertThat(contents.rows().get(table))
                    .as(table)
                    .isEqualTo(EXPECTED.rows().get(table));
        }
    }

    @Test
    void theSchemaIsThatOfANewDatabase() {
        assertThat(Contents.of(upgraded).schema()).isEqualTo(EXPECTED.schema());
    }

    /** Which are made as the samples make them. */
    @Test
    void partitionsThatWereThereAreLikeNewOnes() {
        assertThat(EXPECTED.partitions())
                .hasSizeGreaterThan(3)
                .containsAllEntriesOf(Contents.of(upgraded).partitions());
    }

    @Test
    void accountsAreReadAsTheyWere() {
        assertThat(upgraded.get(Users.class).all())
                .extracting(user -> user.login() + " " + user.roles().size())
                .containsExactlyInAnyOrder("admin 1", "anna 2");
        assertThat(upgraded.get(SigningKeys.class).all()).hasSize(1);
    }

    @Test
    void tasksThatRunAndAreLostAreFoundAgainWithTheirLastNumbers() {
        List<KnownTask> unfinished = upgraded.get(FlowRuns.class).unfinished(Instant.parse("2026-11-22T00:00:00Z"));

        assertThat(unfinished)
                .extracting(known -> known.task().requestId().value() + " "
                        + known.task().progress().records())
                .containsExactlyInAnyOrderElementsOf(
                        from.compareTo(WITH_TASKS) < 0
                                ? List.of()
                                : from.compareTo(WITH_SNAPSHOTS) < 0
                                        ? List.of("runs 0", "runs for days 3", "is lost 44")
                                        : List.of("runs 60", "runs for days 500", "is lost 44"));
    }

    @Test
    void snapshotsAreReadAndAddUp() {
        List<Snapshot> snapshots = StoredSnapshots.of(upgraded.sql(), new TaskId(1));

        assertThat(snapshots).hasSize(from.compareTo(WITH_SNAPSHOTS) < 0 ? 0 : 5);
        assertThat(snapshots.stream().mapToLong(Snapshot::intervalRecords).sum())
                .isEqualTo(
                        snapshots.isEmpty()
                                ? 0
                                : snapshots.get(snapshots.size() - 1).progress().records());
    }
}
