package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Flows.KnownRun;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code flow_run} that has begun, with its flow's name. */
final class RunRow {
    /** Of {@code flow_run} as {@code run} and {@code flow}, in the order that {@link #run} reads. */
    static final String COLUMNS =
            "run.tenant_id, run.flow_id, flow.name, run.audit_id, run.run_key, run.message_id, run.said_at, run.said_state, run.said_error,"
                    + " run.parent_audit_id, run.retries, run.state, run.started, run.ended, run.records, run.owner, run.error";

    private RunRow() {}

    /** The run of a row whose first columns are {@link #COLUMNS}. */
    static KnownRun run(ResultSet row) throws SQLException {
        FlowRunRow run = new FlowRunRow(
                row.getLong(4),
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(5),
                row.getObject(6, UUID.class),
                instant(row, 7),
                row.getString(8),
                row.getString(9),
                SnapshotRow.number(row, 10),
                row.getObject(11, Integer.class));
        RunLife life = new RunLife(
                RunState.ofWord(row.getString(12)).orElseThrow(),
                row.getTimestamp(13).toInstant(),
                instant(row, 14),
                row.getLong(15),
                row.getString(16),
                row.getString(17));
        return new KnownRun(Mappings.TASKS.run(run), life);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
