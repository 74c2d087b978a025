package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.SnapshotsContract;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresSnapshotsTest extends SnapshotsContract {
    private static Adapters adapters;

    @BeforeAll
    static void start() {
        adapters = new Adapters();
        adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    @Override
    protected Snapshots snapshots() {
        return adapters.get(Snapshots.class);
    }

    @Override
    protected List<Snapshot> stored(TaskId task) {
        return StoredSnapshots.of(adapters.sql(), task);
    }
}
