package io.flowgauge.persistence;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads all tenants' rows of a span of time by the keys that begin with tenant and moment, whatever PostgreSQL knows of a table: one that
 * is being filled has few or old statistics, and is large.
 */
final class TimeScan {
    private TimeScan() {}

    /** Keeps the transaction that runs from reading whole tables, and returns a condition for its queries. Those that are being deleted are left out. */
    static String allTenants(JdbcTemplate jdbc) {
        jdbc.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
        String tenants = jdbc.queryForObject(
                "SELECT coalesce(array_agg(tenant_id), '{}')::text FROM flowgauge.tenant WHERE state <> 'deleting'",
                String.class);
        return "tenant_id = ANY ('" + tenants + "')";
    }
}
