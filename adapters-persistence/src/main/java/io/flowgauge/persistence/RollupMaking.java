package io.flowgauge.persistence;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Makes one table of rollups out of the rows below it, some at a time, and says in the same transaction how far it is. Of one thread.
 *
 * @param <R> a row below
 */
final class RollupMaking<R> {
    /** Steps that are made at a time at most: what they take in memory is bounded also where rows are suddenly many. */
    private static final int MOST_STEPS = 60;

    private static final int FEW_ROWS = 20_000;
    private static final int MANY_ROWS = 150_000;
    private static final int FETCHED_AT_ONCE = 2_000;

    private final PartitionedTable from;
    private final PartitionedTable into;
    private final RollupStep step;
    private final String doneColumn;
    private final String query;
    private final RowMapper<R> read;
    private final Function<Consumer<Rollup>, RollupSums<R>> summing;
    private final Partitions partitions;
    private final JdbcTemplate jdbc;

    /** How much is made at a time: less where there are many rows. */
    private Duration span;

    private RollupMaking(
            PartitionedTable from,
            PartitionedTable into,
            RollupStep step,
            String doneColumn,
            String query,
            RowMapper<R> read,
            Function<Consumer<Rollup>, RollupSums<R>> summing,
            Partitions partitions,
            JdbcTemplate jdbc) {
        this.from = from;
        this.into = into;
        this.step = step;
        this.doneColumn = doneColumn;
        this.query = query;
        this.read = read;
        this.summing = summing;
        this.partitions = partitions;
        this.jdbc = jdbc;
        this.span = step.length();
    }

    static RollupMaking<Snapshot> minutes(Partitions partitions, JdbcTemplate jdbc) {
        // In the order of the key. The bounds are written into the query, so that only the partitions between are
        // planned.
        String checks = "SELECT " + SnapshotRow.COLUMNS + """
                 FROM flowgauge.task_snapshot WHERE %s AND checked_at > '%s' AND checked_at <= '%s'
                ORDER BY tenant_id, checked_at, task_id
                """;
        return new RollupMaking<>(
                PartitionedTable.TASK_SNAPSHOT,
                PartitionedTable.TASK_MINUTE,
                RollupStep.MINUTE,
                "minutes_until",
                checks,
                (row, at) -> SnapshotRow.snapshot(row),
                RollupSums::ofChecks,
                partitions,
                jdbc);
    }

    static RollupMaking<Rollup> hours(Partitions partitions, JdbcTemplate jdbc) {
        String minutes = "SELECT " + RollupRow.COLUMNS + """
                 FROM flowgauge.task_minute WHERE %s AND starts_at >= '%s' AND starts_at < '%s'
                ORDER BY tenant_id, starts_at, task_id
                """;
        return new RollupMaking<>(
                PartitionedTable.TASK_MINUTE,
                PartitionedTable.TASK_HOUR,
                RollupStep.HOUR,
                "hours_until",
                minutes,
                (row, at) -> RollupRow.rollup(row),
                RollupSums::ofMinutes,
                partitions,
                jdbc);
    }

    /**
     * Makes some of the steps that are not {@code done}, up to the last that is {@code complete} below.
     *
     * @return whether there may be more
     */
    boolean make(Instant done, Instant complete) {
        Instant end = step.ofStart(complete);
        if (!done.isBefore(end)) {
            return false;
        }
        Instant first = firstRowsAfter(done, end);
        Instant until = first.plus(span).isBefore(end) ? first.plus(span) : end;
        if (first.isBefore(until)) {
            partitions.makeFor(into, first, until);
            try {
                adapt(sumUp(first, until));
            } catch (RuntimeException | Error failed) {
                // It may have been too much: the next try is a smaller one.
                span = step.length();
                throw failed;
            }
        }
        jdbc.update("UPDATE flowgauge.rollup SET " + doneColumn + " = ?::timestamptz", until.toString());
        return until.isBefore(end);
    }

    /** Where no partition is, there are no rows: a long time without any is passed at once. */
    private Instant firstRowsAfter(Instant done, Instant end) {
        for (LocalDate first : partitions.there(from)) {
            if (start(from.next(first)).isAfter(done)) {
                // A check at a partition's very start belongs to the minute before.
                Instant start = step.ofCheck(start(first));
                return start.isAfter(done) ? start : done;
            }
        }
        return end;
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Returns how many rows there were. */
    private int sumUp(Instant first, Instant until) {
        CopyRow copy = new CopyRow(1_000);
        RollupSums<R> sums = summing.apply(rollup -> RollupRow.write(copy, rollup));
        String rowsBetween = query.formatted(TimeScan.allTenants(jdbc), first, until);
        int[] rows = new int[1];
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(rowsBetween);
                    statement.setFetchSize(FETCHED_AT_ONCE);
                    return statement;
                },
                (ResultSet row) -> {
                    sums.add(read.mapRow(row, rows[0]++));
                });
        sums.end();
        if (rows[0] > 0) {
            Copy.into(jdbc, into.qualified(), RollupRow.COLUMNS, copy);
        }
        return rows[0];
    }

    private void adapt(int rows) {
        if (rows < FEW_ROWS && span.dividedBy(step.length()) * 2 <= MOST_STEPS) {
            span = span.multipliedBy(2);
        } else if (rows > MANY_ROWS && span.compareTo(step.length()) > 0) {
            span = Duration.ofMillis(
                    step.length().toMillis() * Math.max(1, span.dividedBy(step.length()) * FEW_ROWS / rows));
        }
    }
}
