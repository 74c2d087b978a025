package io.flowgauge.persistence;

import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryGapsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresHistoryGapsTest extends HistoryGapsContract {
    private static Adapters adapters;

    @BeforeAll
    static void start() {
        adapters = new Adapters();
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    @Override
    protected HistoryGaps gaps() {
        return adapters.get(HistoryGaps.class);
    }
}
