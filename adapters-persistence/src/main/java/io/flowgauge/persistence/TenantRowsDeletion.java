package io.flowgauge.persistence;

import io.flowgauge.persistence.TenantTable.Column;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes rows of a tenant from one table, a bounded number at a time and in the order of a key, within the transaction that runs. */
final class TenantRowsDeletion {
    // Rows that are gone stay in their pages and indexes until VACUUM: each batch begins where the last one ended, or
    // it
    // would step over all that are gone.

    private final JdbcClient jdbc;
    private final int atOnce;

    TenantRowsDeletion(JdbcClient jdbc, int atOnce) {
        this.jdbc = jdbc;
        this.atOnce = atOnce;
    }

    /**
     * What a batch came to.
     *
     * @param position from where to go on; null: nothing is left behind it
     */
    record Batch(long rows, @Nullable String position) {}

    private record Place(String first, String second) {}

    /** @param position where the batch before ended; null: this is the first one */
    Batch delete(TenantTable table, long tenant, @Nullable String position) {
        Optional<Column> first = table.first();
        if (first.isPresent() && table.second().isPresent()) {
            return ofPartitions(table.qualified(), first.get(), table.second().get(), tenant, position);
        }
        return first.isPresent()
                ? inOrder(table.qualified(), first.get().name(), tenant, position)
                : ofFew(table.qualified(), tenant);
    }

    // Rows have no address across partitions, so up to the key of the last one. Nobody else changes them: who makes
    // rollups leaves the tenant out.
    private Batch ofPartitions(String table, Column first, Column second, long tenant, @Nullable String position) {
        String from = " WHERE tenant_id = :tenant"
                + (position == null ? "" : " AND " + first.name() + " >= CAST(:position AS " + first.type() + ")");
        Optional<Place> last = jdbc.sql("SELECT " + first.name() + "::text AS first, " + second.name()
                        + "::text AS second FROM " + table + from + " ORDER BY " + first.name() + ", " + second.name()
                        + " OFFSET :skipped LIMIT 1")
                .param("tenant", tenant)
                .param("position", position)
                .param("skipped", atOnce - 1)
                .query((row, at) -> new Place(row.getString("first"), row.getString("second")))
                .optional();
        if (last.isEmpty()) {
            return new Batch(
                    jdbc.sql("DELETE FROM " + table + from)
                            .param("tenant", tenant)
                            .param("position", position)
                            .update(),
                    null);
        }
        int rows = jdbc.sql("DELETE FROM " + table + from + " AND " + first.name() + " <= CAST(:first AS "
                        + first.type()
                        + ") AND (" + first.name() + ", " + second.name() + ") <= (CAST(:first AS " + first.type()
                        + "), CAST(:second AS " + second.type() + "))")
                .param("tenant", tenant)
                .param("position", position)
                .param("first", last.get().first())
                .param("second", last.get().second())
                .update();
        return new Batch(rows, last.get().first());
    }

    // Who has locked a row, as a report does that is just being written, is not waited for: the row goes in the next
    // round.
    private Batch inOrder(String table, String key, long tenant, @Nullable String position) {
        String from = position == null ? "" : " AND " + key + " >= CAST(:position AS bigint)";
        List<Long> gone = jdbc.sql("DELETE FROM " + table + " WHERE ctid = ANY (ARRAY (SELECT ctid FROM " + table
                        + " WHERE tenant_id = :tenant" + from + " ORDER BY " + key
                        + " LIMIT :atOnce FOR UPDATE SKIP LOCKED)) RETURNING " + key)
                .param("tenant", tenant)
                .param("position", position)
                .param("atOnce", atOnce)
                .query(Long.class)
                .list();
        return new Batch(
                gone.size(),
                gone.size() < atOnce
                        ? null
                        : Long.toString(
                                gone.stream().mapToLong(Long::longValue).max().orElse(0)));
    }

    private Batch ofFew(String table, long tenant) {
        int rows = jdbc.sql("DELETE FROM " + table + " WHERE ctid = ANY (ARRAY (SELECT ctid FROM " + table
                        + " WHERE tenant_id = :tenant LIMIT :atOnce FOR UPDATE SKIP LOCKED))")
                .param("tenant", tenant)
                .param("atOnce", atOnce)
                .update();
        // Any: they are looked for from the beginning.
        return new Batch(rows, rows < atOnce ? null : "");
    }

    boolean isEmpty(TenantTable table, long tenant) {
        return jdbc.sql("SELECT 1 FROM " + table.qualified() + " WHERE tenant_id = :tenant LIMIT 1")
                .param("tenant", tenant)
                .query(Integer.class)
                .optional()
                .isEmpty();
    }
}
