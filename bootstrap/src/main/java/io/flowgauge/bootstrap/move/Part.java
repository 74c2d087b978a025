package io.flowgauge.bootstrap.move;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is copied in one transaction: a table, or one partition of a table.
 *
 * @param name with its schema, quoted where it has to be
 * @param columns likewise
 * @param partition null: a table of its own
 */
record Part(String name, List<String> columns, @Nullable Partition partition) {
    private static final List<String> COUNTERS = List.of("interval_records", "records");

    /**
     * Its place in a partitioned table.
     *
     * @param bounds as PostgreSQL writes them: {@code FOR VALUES FROM … TO …}
     */
    record Partition(String table, String bounds) {}

    /** The table that an operator knows it by. */
    String table() {
        return partition == null ? name : partition.table();
    }

    String columnList() {
        return String.join(", ", columns);
    }

    /** What adds up to the records of its rows; for a table that counts none, SQL's null. */
    String recordsSum() {
        return COUNTERS.stream()
                .filter(columns::contains)
                .findFirst()
                .map(column -> "coalesce(sum(" + column + "), 0)")
                .orElse("NULL");
    }
}
