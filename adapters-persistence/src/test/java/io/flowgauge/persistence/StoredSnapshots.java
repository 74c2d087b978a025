package io.flowgauge.persistence;

import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is in {@code task_snapshot}. */
final class StoredSnapshots {
    private StoredSnapshots() {}

    static List<Snapshot> of(JdbcTemplate sql, TaskId task) {
        return sql.query(
                "SELECT " + SnapshotRow.COLUMNS + " FROM flowgauge.task_snapshot WHERE task_id = ? ORDER BY checked_at",
                (row, at) -> SnapshotRow.snapshot(row),
                task.value());
    }
}
