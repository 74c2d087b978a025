package io.flowgauge.persistence;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts rows into {@code task_minute} and {@code task_hour}, with partitions for them where those are missing. */
final class StoredRollups {
    private StoredRollups() {}

    static void put(JdbcTemplate sql, RollupStep step, List<Rollup> rollups) {
        String table = "flowgauge." + (step == RollupStep.MINUTE ? "task_minute" : "task_hour");
        sql.execute("CREATE TABLE IF NOT EXISTS " + table + "_all PARTITION OF " + table + " DEFAULT");
        CopyRow rows = new CopyRow(rollups.size());
        rollups.forEach(rollup -> RollupRow.write(rows, rollup));
        Copy.into(sql, table, RollupRow.COLUMNS, rows);
    }
}
