package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresRollups implements Rollups {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final RollupMaking<Snapshot> minutes;
    private final RollupMaking<Rollup> hours;
    private final DirtyMinutes dirty;

    PostgresRollups(Partitions partitions, JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.minutes = RollupMaking.minutes(partitions, jdbc);
        this.hours = RollupMaking.hours(partitions, jdbc);
        this.dirty = new DirtyMinutes(jdbc, partitions);
    }

    /** The row of {@code flowgauge.rollup}, and how many minutes are dirty. */
    static Progress progress(JdbcTemplate jdbc) {
        return Objects.requireNonNull(jdbc.queryForObject(
                """
                SELECT closed_until, minutes_until, hours_until, (SELECT count(*) FROM flowgauge.dirty_minute)
                FROM flowgauge.rollup
                """, (row, at) -> new Progress(instant(row, 1), instant(row, 2), instant(row, 3), row.getLong(4))));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    @Override
    public Progress progress() {
        return Outage.guard(() -> progress(jdbc));
    }

    @Override
    public void close(Instant until) {
        Outage.guard(() -> {
            if (progress(jdbc).closedUntil().isBefore(until)) {
                closeOnceWritten(until);
            }
        });
    }

    // Those who write wait behind this lock while it waits for those who wrote before: so it waits briefly, and else
    // leaves it to the next time.
    private void closeOnceWritten(Instant until) {
        try {
            transaction.executeWithoutResult(status -> {
                jdbc.execute("SET LOCAL lock_timeout = '500ms'");
                AdvisoryLock.CHECKS.await(jdbc);
                jdbc.update(
                        "UPDATE flowgauge.rollup SET closed_until = greatest(closed_until, ?::timestamptz)",
                        until.toString());
            });
        } catch (DataAccessException failed) {
            if (!Outage.isLockTimeout(failed)) {
                throw failed;
            }
        }
    }

    @Override
    public boolean makeMinutes() {
        return step(() -> {
            Progress now = progress(jdbc);
            return minutes.make(now.minutesUntil(), now.closedUntil());
        });
    }

    @Override
    public boolean makeHours() {
        return step(() -> {
            Progress now = progress(jdbc);
            return hours.make(now.hoursUntil(), now.minutesUntil());
        });
    }

    @Override
    public boolean remakeMinute() {
        return step(dirty::remakeOldest);
    }

    /** One step of one node at a time, done whole or not at all. */
    private boolean step(Supplier<Boolean> work) {
        return Outage.guard(() ->
                Boolean.TRUE.equals(transaction.execute(status -> AdvisoryLock.UPKEEP.tryNow(jdbc) && work.get())));
    }
}
