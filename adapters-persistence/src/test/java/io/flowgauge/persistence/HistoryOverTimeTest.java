package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.flowgauge.application.history.Retention;
import io.flowgauge.application.history.SimulatedHistory;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.HistoryParts.Table;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Long times pass: whatever is made of checks adds up to the record, and takes the disk that {@code docs/operating.md} says. */
class HistoryOverTimeTest {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryOverTimeTest.class);

    /** The pages that its indexes begin with. */
    private static final long EMPTY_PART = 16 << 10;

    /** Past, so that PostgreSQL's own clock lets it be dropped. */
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private Adapters adapters;

    @BeforeEach
    void start() {
        adapters = new Adapters();
        var unused = adapters.get(Tenants.class).named("default", ZoneId.of("UTC"));
        // A year's commits, none of which has to outlive a crash of the machine.
        adapters.sql()
                .execute(
                        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$");
    }

    @AfterEach
    void stop() {
        adapters.close();
    }

    private SimulatedHistory history(Duration interval, int tasks) {
        Retention retention = new Retention(
                Duration.ofDays(2),
                Duration.ofDays(35),
                Duration.ofDays(730),
                Duration.ofDays(730),
                OptionalLong.empty());
        return new SimulatedHistory(
                adapters.get(Snapshots.class),
                adapters.get(FlowRuns.class),
                adapters.get(Rollups.class),
                adapters.get(HistoryParts.class),
                adapters.get(HistoryGaps.class),
                retention,
                START,
                interval,
                tasks);
    }

    @Test
    void threeWeeksAddUp() {
        SimulatedHistory history = history(Duration.ofMinutes(30), 10);
        history.pass(Duration.ofDays(21));
        verify(history);
    }

    @Test
    @Tag("long")
    void aYearOfTwentyTasksEachFiveMinutesAddsUp() throws IOException {
        SimulatedHistory history = history(Duration.ofMinutes(5), 20);
        history.pass(Duration.ofDays(365));
        assertThat(history.snapshots()).isGreaterThan(2_000_000);
        verify(history);
        sizes(20, Duration.ofMinutes(5), Duration.ofDays(365), history);
    }

    @Test
    @Tag("long")
    void aDayOfTwoHundredTasksEachTenSecondsAddsUp() throws IOException {
        SimulatedHistory history = history(Duration.ofSeconds(10), 200);
        history.pass(Duration.ofDays(1));
        assertThat(history.snapshots()).isGreaterThan(1_700_000);
        verify(history);
        sizes(200, Duration.ofSeconds(10), Duration.ofDays(1), history);
    }

    private void verify(SimulatedHistory history) {
        history.rollUp();
        assertThat(adapters.get(Rollups.class).progress().dirty()).isZero();
        assertThat(differences("""
                SELECT t.request_id FROM flowgauge.task_run t
                LEFT JOIN (SELECT task_id, sum(records) AS records FROM flowgauge.task_hour GROUP BY 1) h USING (task_id)
                LEFT JOIN (SELECT task_id, sum(records) AS records FROM flowgauge.task_minute
                           WHERE starts_at >= (SELECT hours_until FROM flowgauge.rollup) GROUP BY 1) m USING (task_id)
                LEFT JOIN (SELECT task_id, sum(interval_records) AS records FROM flowgauge.task_snapshot
                           WHERE checked_at > (SELECT minutes_until FROM flowgauge.rollup) GROUP BY 1) s USING (task_id)
                WHERE t.state = 'completed'
                  AND t.records <> coalesce(h.records, 0) + coalesce(m.records, 0) + coalesce(s.records, 0)
                """))
                .as("final counts other than hours, minutes and checks")
                .isZero();
        assertThat(differences("""
                SELECT FROM flowgauge.task_hour h
                FULL JOIN (SELECT task_id, date_trunc('hour', starts_at) AS starts_at, sum(records) AS records, sum(checks) AS checks,
                                  sum(latency_count) AS latency_count
                           FROM flowgauge.task_minute WHERE starts_at < (SELECT hours_until FROM flowgauge.rollup) GROUP BY 1, 2) m
                USING (task_id, starts_at)
                WHERE starts_at >= (SELECT minutes_from FROM flowgauge.rollup)
                  AND (h.records, h.checks, h.latency_count) IS DISTINCT FROM (m.records, m.checks, m.latency_count)
                """)).as("hours other than their minutes").isZero();
        assertThat(differences("""
                SELECT FROM flowgauge.task_minute m
                FULL JOIN (SELECT task_id, date_trunc('minute', checked_at - interval '1 ms') AS starts_at,
                                  sum(interval_records) AS records, count(*) AS checks, sum(interval_latency_count) AS latency_count
                           FROM flowgauge.task_snapshot WHERE checked_at <= (SELECT minutes_until FROM flowgauge.rollup) GROUP BY 1, 2) s
                USING (task_id, starts_at)
                WHERE starts_at >= (SELECT snapshots_from FROM flowgauge.rollup)
                  AND (m.records, m.checks, m.latency_count) IS DISTINCT FROM (s.records, s.checks, s.latency_count)
                """)).as("minutes other than their checks").isZero();
        Map<String, Long> ended = history.ended();
        assertThat(ended).isNotEmpty();
        adapters.sql().query("SELECT request_id, records FROM flowgauge.task_run WHERE state = 'completed'", row -> {
            assertThat(row.getLong(2)).isEqualTo(ended.get(row.getString(1)));
        });
    }

    private long differences(String query) {
        Long count = adapters.sql().queryForObject("SELECT count(*) FROM (" + query + ") AS different", Long.class);
        return count == null ? -1 : count;
    }

    /** Each table takes what the formula in the documentation says, within 10 %. */
    private void sizes(int tasks, Duration interval, Duration time, SimulatedHistory history) throws IOException {
        long minuteMs = Duration.ofMinutes(1).toMillis();
        Duration ofMinutes = Duration.ofMillis(Math.max(minuteMs, interval.toMillis()));
        long ended = history.ended().size();
        for (Table table : Table.values()) {
            Duration kept = kept(table, time);
            long endedMeanwhile = ended * kept.toMillis() / time.toMillis();
            switch (table) {
                case SNAPSHOTS -> sizeIs(table, "checks", rows(tasks, kept, interval) + endedMeanwhile);
                case MINUTES -> sizeIs(table, "minutes", rows(tasks, kept, ofMinutes) + endedMeanwhile);
                case HOURS -> sizeIs(table, "hours", rows(tasks, kept, Duration.ofHours(1)) + endedMeanwhile);
            }
        }
    }

    private static long rows(int tasks, Duration kept, Duration interval) {
        return tasks * kept.toMillis() / interval.toMillis();
    }

    private Duration kept(Table table, Duration time) {
        Instant from = adapters.get(HistoryParts.class).all().stream()
                .filter(part -> part.table() == table && !part.from().isBefore(START.minus(Duration.ofDays(31))))
                .map(Part::from)
                .min(Instant::compareTo)
                .orElseThrow();
        return Duration.between(from.isBefore(START) ? START : from, START.plus(time));
    }

    private void sizeIs(Table table, String word, long rows) throws IOException {
        List<Part> parts = adapters.get(HistoryParts.class).all().stream()
                .filter(part -> part.table() == table)
                .toList();
        long bytes = parts.stream().mapToLong(Part::bytes).sum();
        long empty = parts.stream().filter(part -> part.bytes() <= EMPTY_PART).count();
        Long distributions = adapters.sql()
                .queryForObject(
                        "SELECT coalesce(sum(pg_column_size(latency_buckets)), 0)::bigint FROM "
                                + PartitionedTable.of(table).qualified(),
                        Long.class);
        long predicted = rows * documented("\\| " + word + " \\| .* \\| (\\d+) \\+ d \\|")
                + (distributions == null ? 0 : distributions)
                + (parts.size() - empty) * documented("a part takes (\\d+) kB") * 1_024
                + empty * documented("and (\\d+) kB while it has none") * 1_024;
        LOG.info("{}: {} bytes, predicted for {} rows {}", word, bytes, rows, predicted);
        assertThat((double) bytes).as(word).isCloseTo((double) predicted, withinPercentage(10));
    }

    /** As the documentation says. */
    private static long documented(String pattern) throws IOException {
        Matcher number = Pattern.compile(pattern).matcher(Files.readString(Path.of("..", "docs", "history.md")));
        assertThat(number.find()).as(pattern).isTrue();
        return Long.parseLong(number.group(1));
    }
}
