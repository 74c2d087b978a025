package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.RollupsContract;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresRollupsTest extends RollupsContract {
    private Adapters adapters;

    @BeforeEach
    void start() {
        adapters = new Adapters();
        adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
    }

    @AfterEach
    void stop() {
        adapters.close();
    }

    @Override
    protected Snapshots snapshots() {
        return adapters.get(Snapshots.class);
    }

    @Override
    protected Rollups rollups() {
        return adapters.get(Rollups.class);
    }

    @Override
    protected HistoryParts parts() {
        return adapters.get(HistoryParts.class);
    }

    @Override
    protected List<Rollup> minutes(TaskId task) {
        return StoredRollups.of(adapters.sql(), "task_minute", task);
    }

    @Override
    protected List<Rollup> hours(TaskId task) {
        return StoredRollups.of(adapters.sql(), "task_hour", task);
    }
}
