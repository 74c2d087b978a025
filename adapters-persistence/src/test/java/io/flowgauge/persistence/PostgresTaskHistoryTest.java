package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.TaskHistory;
import io.flowgauge.application.port.out.TaskHistoryContract;
import io.flowgauge.application.port.out.Tenants;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresTaskHistoryTest extends TaskHistoryContract {
    private Adapters adapters;

    @BeforeEach
    void start() {
        adapters = new Adapters();
        adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
        adapters.get(Tenants.class).named("other", ZoneOffset.UTC);
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
    protected Rollups rollups() {
        return adapters.get(Rollups.class);
    }

    @Override
    protected HistoryParts parts() {
        return adapters.get(HistoryParts.class);
    }
}
