package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.HistoryParts.Drop;
import io.flowgauge.application.port.out.HistoryParts.Part;
import io.flowgauge.application.port.out.HistoryParts.Table;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.RollupsContract;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void aPartThatSomebodyReadsStaysUntilTheyAreDone() throws SQLException {
        Instant midnight = Instant.parse("2020-03-02T00:00:00Z");
        parts().make(midnight, midnight);
        rollups().close(midnight.plus(Duration.ofDays(1)));
        while (rollups().makeMinutes()) {}
        Part day = parts().all().stream()
                .filter(part -> part.table() == Table.SNAPSHOTS && part.from().equals(midnight))
                .findFirst()
                .orElseThrow();

        try (Connection reader = adapters.connectOutsideThePool();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT FROM flowgauge.task_snapshot");
            assertThat(parts().drop(day, Duration.ofDays(1))).isEqualTo(Drop.NOT_NOW);
        }
        assertThat(parts().drop(day, Duration.ofDays(1))).isEqualTo(Drop.DROPPED);
    }

    @Test
    void minutesAreClosedOnceTheChecksOfThemAreWritten() throws SQLException {
        Instant noon = Instant.parse("2020-03-02T12:00:00Z");
        Instant before = rollups().progress().closedUntil();

        try (Connection writer = adapters.connectOutsideThePool();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute(AdvisoryLock.CHECKS.shared());
            rollups().close(noon);
            assertThat(rollups().progress().closedUntil()).isEqualTo(before);
        }
        rollups().close(noon);
        assertThat(rollups().progress().closedUntil()).isEqualTo(noon);
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
