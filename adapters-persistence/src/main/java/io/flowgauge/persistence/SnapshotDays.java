package io.flowgauge.persistence;

import io.flowgauge.domain.Snapshot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The partitions of {@code task_snapshot}, one a day (UTC), named {@code task_snapshot_20261123}. */
final class SnapshotDays {
    /** Serialises changes of partitions among nodes; any number that nothing else of ours takes. */
    private static final long LOCK = 0x466c6f776761L;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final String PREFIX = "task_snapshot_";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    SnapshotDays(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    static LocalDate day(Snapshot snapshot) {
        return LocalDate.ofInstant(snapshot.checkedAt(), ZoneOffset.UTC);
    }

    /** Makes the days of these snapshots where they are missing. In a transaction of its own. */
    void makeFor(Collection<Snapshot> snapshots) {
        Set<LocalDate> days = snapshots.stream().map(SnapshotDays::day).collect(Collectors.toCollection(TreeSet::new));
        if (!known.containsAll(days)) {
            days.removeAll(known);
            make(days);
        }
    }

    /** After a row found no partition: another node, or a person, dropped one that was known. */
    void forget() {
        known.clear();
    }

    void make(Collection<LocalDate> days) {
        transaction.executeWithoutResult(status -> {
            jdbc.query("SELECT pg_advisory_xact_lock(?)", row -> {}, LOCK);
            Set<LocalDate> there = there();
            for (LocalDate day : days) {
                if (!there.contains(day)) {
                    make(day);
                }
            }
        });
        known.addAll(days);
    }

    // Made aside and attached: attaching lets writers of the other days go on, CREATE ... PARTITION OF does not.
    private void make(LocalDate day) {
        String table = "flowgauge." + PREFIX + NAME.format(day);
        jdbc.execute("CREATE TABLE " + table + " (LIKE flowgauge.task_snapshot INCLUDING ALL)");
        jdbc.execute("ALTER TABLE flowgauge.task_snapshot ATTACH PARTITION " + table + " FOR VALUES FROM ('" + day
                + " 00:00:00Z') TO ('" + day.plusDays(1) + " 00:00:00Z')");
    }

    private Set<LocalDate> there() {
        return jdbc.queryForList("""
                        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                        WHERE i.inhparent = 'flowgauge.task_snapshot'::regclass
                        """, String.class).stream()
                .map(name -> LocalDate.parse(name.substring(PREFIX.length()), NAME))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Drops all days before {@code first}; none while another node does. */
    List<LocalDate> dropBefore(LocalDate first) {
        List<LocalDate> dropped = new ArrayList<>();
        for (LocalDate day : there()) {
            if (day.isBefore(first) && drop(day)) {
                dropped.add(day);
            }
        }
        return dropped;
    }

    // One transaction a day, and a short wait for its lock, which all who write have to wait behind: while somebody
    // reads
    // the old day, it stays until the next time.
    private boolean drop(LocalDate day) {
        known.remove(day);
        try {
            return dropUnlessRead(day);
        } catch (PessimisticLockingFailureException isRead) {
            return false;
        }
    }

    private boolean dropUnlessRead(LocalDate day) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Boolean mine = jdbc.queryForObject("SELECT pg_try_advisory_xact_lock(?)", Boolean.class, LOCK);
            if (!Boolean.TRUE.equals(mine) || !there().contains(day)) {
                return false;
            }
            jdbc.execute("SET LOCAL lock_timeout = '200ms'");
            jdbc.execute("DROP TABLE flowgauge." + PREFIX + NAME.format(day));
            return true;
        }));
    }
}
