package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRunsContract;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Snapshot;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresFlowRunsTest extends FlowRunsContract {
    private static Adapters adapters;

    @BeforeAll
    static void start() {
        adapters = new Adapters();
        var tenant = adapters.get(Tenants.class).named("default", ZoneOffset.UTC);
        Assertions.assertThat(tenant.id()).isEqualTo(PortFixture.TENANT);
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    @Override
    protected FlowRuns runs() {
        return adapters.get(FlowRuns.class);
    }

    @Override
    protected Snapshots snapshots() {
        return adapters.get(Snapshots.class);
    }

    @Override
    protected List<Snapshot> snapshotsOf(KnownTask task) {
        return StoredSnapshots.of(adapters.sql(), task.ids().task());
    }
}
