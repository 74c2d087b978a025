package io.flowgauge.bootstrap.move;

import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Flowgauge's schemas, as Flyway makes and changes them. */
final class Schema {
    /** As {@code application.yaml} has it for the service. */
    private static final String HOME = "flowgauge";

    private Schema() {}

    /**
     * Brings a database to this version, as a start of the service would.
     *
     * @return its version
     */
    static String migrate(Side side, Login login) {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(login.dataSource())
                .schemas(HOME)
                .defaultSchema(HOME)
                .createSchemas(true)
                .load();
        try {
            flyway.migrate();
            MigrationInfo newest = Objects.requireNonNull(flyway.info().current(), "migrated to no version");
            return newest.getVersion().getVersion();
        } catch (FlywayException failed) {
            throw side.failure(failed);
        }
    }
}
