package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryRows;
import io.flowgauge.application.port.out.HistoryRowsContract;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresHistoryRowsTest extends HistoryRowsContract {
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
    protected HistoryRows rows() {
        return adapters.get(HistoryRows.class);
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
    protected FlowRuns runs() {
        return adapters.get(FlowRuns.class);
    }
}
