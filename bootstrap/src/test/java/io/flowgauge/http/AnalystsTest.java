package io.flowgauge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowgauge.persistence.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An analyst's login beside a service that runs. */
class AnalystsTest {
    private static boolean isTrue(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT " + question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    @Test
    void readsWhatItIsMappedToAndIsCancelledAfterTheLimit() throws Exception {
        try (RunningService service = new RunningService("--flowgauge.reporting.max-query=1s");
                Connection owner = service.database.connect();
                Statement asOwner = owner.createStatement()) {
            String id = RunningService.newId();
            assertThat(service.report(RunningService.whole(id, 1, "running", 7, ""))
                            .status())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> isTrue(
                            owner,
                            "to_regrole('flowgauge_reader') IS NOT NULL AND coalesce((SELECT has_table_privilege(r.oid, 'reporting.running_tasks', 'SELECT')"
                                    + " FROM pg_roles r WHERE r.rolname = 'flowgauge_reader'), false)"));
            asOwner.execute("CREATE ROLE analyst_of_service LOGIN PASSWORD 'guess' IN ROLE flowgauge_reader");
            TestPostgres.Database login =
                    new TestPostgres.Database(service.database.url(), "analyst_of_service", "guess");

            try (Connection analyst = login.connect();
                    Statement query = analyst.createStatement()) {
                String sees = "count(*) = 1 AND min(request_id) = '" + id + "' FROM reporting.running_tasks";
                assertThat(isTrue(analyst, sees)).isFalse();
                asOwner.execute(
                        "INSERT INTO reporting.reader_tenant SELECT 'analyst_of_service', tenant_id FROM reporting.tenants");
                assertThat(isTrue(analyst, sees)).isTrue();

                assertThatThrownBy(() -> query.execute("SELECT pg_sleep(60)"))
                        .hasMessageContaining("canceling statement due to user request");
                assertThat(isTrue(analyst, sees)).isTrue();
            }
        }
    }
}
