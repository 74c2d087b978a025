package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryParts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

final class PostgresHistoryParts implements HistoryParts {
    private final Partitions partitions;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    PostgresHistoryParts(Partitions partitions, JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.partitions = partitions;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public void make(Instant from, Instant until) {
        Outage.guard(() -> {
            for (PartitionedTable table : PartitionedTable.values()) {
                partitions.makeFor(table, from, until);
            }
        });
    }

    @Override
    public List<Part> all() {
        return Outage.guard(() -> {
            List<Part> all = new ArrayList<>();
            for (PartitionedTable table : PartitionedTable.values()) {
                partitions.there(table).forEach(first -> all.add(part(table, first)));
            }
            return all;
        });
    }

    private Part part(PartitionedTable table, LocalDate first) {
        // By name, which may be gone by now: then it has none.
        Long bytes = jdbc.queryForObject(
                "SELECT coalesce(pg_total_relation_size(to_regclass(?)), 0)", Long.class, table.partition(first));
        return new Part(table.port(), start(first), start(table.next(first)), Objects.requireNonNull(bytes));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    // A short wait for the lock, which all who write have to wait behind: while somebody reads the old part, it stays
    // until the next time.
    @Override
    public Drop drop(Part part, Duration age) {
        return Outage.guard(() -> {
            try {
                return Objects.requireNonNull(transaction.execute(status -> dropUnlessNeeded(part, age)));
            } catch (DataAccessException failed) {
                if (!Outage.isLockTimeout(failed)) {
                    throw failed;
                }
                return Drop.NOT_NOW;
            } finally {
                partitions.forget();
            }
        });
    }

    private Drop dropUnlessNeeded(Part part, Duration age) {
        PartitionedTable table = PartitionedTable.of(part.table());
        LocalDate first = table.first(part.from());
        if (!AdvisoryLock.UPKEEP.tryNow(jdbc)
                || !AdvisoryLock.PARTITIONS.tryNow(jdbc)
                || !partitions.there(table).contains(first)) {
            return Drop.NOT_NOW;
        }
        if (!isThatOld(part.until(), age)) {
            return Drop.NOT_THAT_OLD;
        }
        jdbc.execute("SET LOCAL lock_timeout = '200ms'");
        // Locked before it is looked at: all who write have committed then, so what they marked dirty is seen.
        jdbc.execute("LOCK TABLE ONLY " + table.qualified() + " IN ACCESS EXCLUSIVE MODE");
        if (!isRolledUp(part)) {
            return Drop.NOT_ROLLED_UP;
        }
        jdbc.execute("DROP TABLE " + table.partition(first));
        return Drop.DROPPED;
    }

    private boolean isThatOld(Instant until, Duration age) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT ?::timestamptz <= now() - ? * interval '1 ms'",
                Boolean.class,
                until.toString(),
                age.toMillis()));
    }

    /** Whether all that is made from the part is made; says so, for rows that come after it is gone. */
    private boolean isRolledUp(Part part) {
        return switch (part.table()) {
            case SNAPSHOTS ->
                1
                        == jdbc.update(
                                """
                    UPDATE flowgauge.rollup SET snapshots_from = greatest(snapshots_from, ?::timestamptz)
                    WHERE minutes_until >= ?::timestamptz AND NOT EXISTS (
                        SELECT FROM flowgauge.dirty_minute
                        WHERE starts_at >= ?::timestamptz - interval '1 minute' AND starts_at < ?::timestamptz)
                    """,
                                part.until().toString(),
                                part.until().toString(),
                                part.from().toString(),
                                part.until().toString());
            case MINUTES ->
                1
                        == jdbc.update(
                                """
                    UPDATE flowgauge.rollup SET minutes_from = greatest(minutes_from, ?::timestamptz)
                    WHERE hours_until >= ?::timestamptz AND NOT EXISTS (
                        SELECT FROM flowgauge.dirty_minute WHERE starts_at >= ?::timestamptz AND starts_at < ?::timestamptz)
                    """,
                                part.until().toString(),
                                part.until().toString(),
                                part.from().toString(),
                                part.until().toString());
            case HOURS -> true;
        };
    }
}
