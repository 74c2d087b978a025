package io.flowgauge.persistence;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is in {@code task_minute} and {@code task_hour}. */
final class StoredRollups {
    private StoredRollups() {}

    static List<Rollup> of(JdbcTemplate sql, String table, TaskId task) {
        return sql.query(
                "SELECT " + RollupRow.COLUMNS + " FROM flowgauge." + table + " WHERE task_id = ? ORDER BY starts_at",
                (row, at) -> RollupRow.rollup(row),
                task.value());
    }
}
