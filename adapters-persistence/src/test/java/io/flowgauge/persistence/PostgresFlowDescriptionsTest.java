package io.flowgauge.persistence;

import io.flowgauge.application.port.out.FlowDescriptions;
import io.flowgauge.application.port.out.FlowDescriptionsContract;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.Flows;
import io.flowgauge.application.port.out.Tenants;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresFlowDescriptionsTest extends FlowDescriptionsContract {
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
    protected FlowDescriptions descriptions() {
        return adapters.get(FlowDescriptions.class);
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
