package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.FlowsContract;
import io.flowgauge.application.port.out.Tenants;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresFlowsTest extends FlowsContract {
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
    protected Flows flows() {
        return adapters.get(Flows.class);
    }

    @Override
    protected FlowRuns runs() {
        return adapters.get(FlowRuns.class);
    }
}
