package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.application.port.out.TaskHistory.Gap;
import io.flowgauge.application.port.out.TaskHistory.RolledUp;
import io.flowgauge.application.port.out.TaskHistoryContract;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import java.sql.Timestamp;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresTaskHistoryTest extends TaskHistoryContract {
    private Adapters adapters;

    @BeforeEach
    void start() {
        adapters = new Adapters();
    }

    @AfterEach
    void stop() {
        adapters.close();
    }

    @Override
    protected TaskHistory history() {
        return adapters.get(TaskHistory.class);
    }

    @Override
    protected Snapshots snapshots() {
        return adapters.get(Snapshots.class);
    }

    @Override
    protected void given(RollupStep step, List<Rollup> rollups) {
        StoredRollups.put(adapters.sql(), step, rollups);
    }

    @Override
    protected void given(RolledUp rolledUp) {
        adapters.sql()
                .update(
                        "UPDATE flowgauge.rollup SET closed_until = ?, minutes_until = ?, hours_until = ?",
                        Timestamp.from(rolledUp.minutesUntil()),
                        Timestamp.from(rolledUp.minutesUntil()),
                        Timestamp.from(rolledUp.hoursUntil()));
    }

    @Override
    protected void given(Gap gap) {
        adapters.sql()
                .update(
                        "INSERT INTO flowgauge.history_gap (starts_at, ends_at, reason) VALUES (?, ?, ?)",
                        Timestamp.from(gap.from()),
                        Timestamp.from(gap.to()),
                        gap.reason());
    }
}
