package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What an analyst finds in the schema without asking us. */
class SchemaTest {

    @Test
    void eachColumnOfTheHistorySaysItsMeaning() {
        try (Adapters adapters = new Adapters()) {
            assertThat(adapters.sql().queryForList("""
                                    SELECT c.relname || '.' || a.attname
                                    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                                    WHERE c.relnamespace = 'flowgauge'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
                                      AND c.relname IN ('tenant', 'flow', 'flow_run', 'task_run', 'task_label', 'task_snapshot', 'task_minute', 'task_hour', 'rollup', 'dirty_minute', 'history_gap')
                                      AND col_description(c.oid, a.attnum) IS NULL
                                    """, String.class)).isEmpty();
        }
    }

    private static Adapters migrated(String ownerOfReporting) {
        TestPostgres.Database database = TestPostgres.freshDatabase();
        String role = ReportingDatabase.newName("guest");
        JdbcTemplate admin =
                new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        admin.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'guess'");
        admin.execute("CREATE SCHEMA flowgauge AUTHORIZATION " + role);
        admin.execute(
                "CREATE SCHEMA reporting AUTHORIZATION " + (ownerOfReporting.isEmpty() ? role : ownerOfReporting));
        return new Adapters(new TestPostgres.Database(database.url(), role, "guess"));
    }

    @Test
    void aRoleThatMayNotMakeSchemasMakesDoWithThoseItOwns() {
        try (Adapters adapters = migrated("")) {
            assertThat(adapters.sql().queryForList("SELECT * FROM reporting.flows"))
                    .isEmpty();
        }
    }

    @Test
    void aSchemaReportingOfAnotherRoleIsLeftAlone() {
        assertThatThrownBy(() -> migrated("pg_monitor"))
                .hasMessageContaining("schema reporting belongs to another role");
    }
}
