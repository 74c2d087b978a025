package io.flowgauge.persistence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the partitions of the history's tables, ahead and at once when one is missing. */
final class Partitions {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Map<PartitionedTable, Set<LocalDate>> known = new EnumMap<>(PartitionedTable.class);

    Partitions(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        // Of their own, also where another transaction is under way: what was made stays when that one is rolled back.
        this.transaction = new TransactionTemplate(transactions);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        for (PartitionedTable table : PartitionedTable.values()) {
            known.put(table, ConcurrentHashMap.newKeySet());
        }
    }

    private Set<LocalDate> known(PartitionedTable table) {
        return known.getOrDefault(table, Set.of());
    }

    /** Makes the partitions that hold these moments where they are missing. In a transaction of its own. */
    void makeFor(PartitionedTable table, Collection<Instant> moments) {
        makeAll(table, moments.stream().map(table::first).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Makes the partitions of the time between. */
    void makeFor(PartitionedTable table, Instant from, Instant until) {
        Set<LocalDate> firsts = new TreeSet<>();
        for (LocalDate first = table.first(from); !first.isAfter(table.first(until)); first = table.next(first)) {
            firsts.add(first);
        }
        makeAll(table, firsts);
    }

    /** After a row found no partition, or one was dropped. */
    void forget() {
        known.values().forEach(Set::clear);
    }

    private void makeAll(PartitionedTable table, Set<LocalDate> firsts) {
        if (known(table).containsAll(firsts)) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            jdbc.execute("SET LOCAL lock_timeout = '5s'");
            AdvisoryLock.PARTITIONS.await(jdbc);
            Set<LocalDate> there = there(table);
            for (LocalDate first : firsts) {
                if (!there.contains(first)) {
                    make(table, first);
                }
            }
        });
        known(table).addAll(firsts);
    }

    // Made aside and attached: attaching lets writers of the other partitions go on, CREATE ... PARTITION OF does not.
    private void make(PartitionedTable table, LocalDate first) {
        String partition = table.partition(first);
        jdbc.execute("CREATE TABLE " + partition + " (LIKE " + table.qualified() + " INCLUDING ALL)");
        jdbc.execute("ALTER TABLE " + table.qualified() + " ATTACH PARTITION " + partition + " FOR VALUES FROM ('"
                + first + " 00:00:00Z') TO ('" + table.next(first) + " 00:00:00Z')");
    }

    /** The first days of the partitions that are there. */
    Set<LocalDate> there(PartitionedTable table) {
        return jdbc
                .queryForList(
                        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '"
                                + table.qualified() + "'::regclass",
                        String.class)
                .stream()
                .flatMap(name -> table.first(name).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
