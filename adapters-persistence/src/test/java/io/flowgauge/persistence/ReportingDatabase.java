package io.flowgauge.persistence;

import io.flowgauge.application.port.out.Readers;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A migrated database of a service whose role is a plain one, as on a server of one's own, and logins that read it. */
final class ReportingDatabase implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String PASSWORD = "guess";

    private final TestPostgres.Database server = TestPostgres.freshDatabase();
    private final TestPostgres.Database service;
    private final Adapters adapters;

    ReportingDatabase() {
        this("CREATEROLE");
    }

    /** @param attributes of the service's role */
    ReportingDatabase(String attributes) {
        String role = newName("service");
        admin().execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "' " + attributes);
        admin().execute("DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO " + role
                + "', current_database()); END $$");
        service = new TestPostgres.Database(server.url(), role, PASSWORD);
        adapters = new Adapters(service);
    }

    /** Roles belong to the whole server, so no two tests may name one alike. */
    static String newName(String prefix) {
        return prefix + "_" + NAMES.incrementAndGet();
    }

    /** As a superuser, on a connection a statement. */
    JdbcTemplate admin() {
        return new JdbcTemplate(new DriverManagerDataSource(server.url(), server.user(), server.password()));
    }

    /** As the service. */
    JdbcTemplate sql() {
        return adapters.sql();
    }

    TestPostgres.Database service() {
        return service;
    }

    String serviceRole() {
        return service.user();
    }

    <T> T get(Class<T> type) {
        return adapters.get(type);
    }

    /** A login that may read, mapped to these tenants. */
    TestPostgres.Database reader(long... tenants) {
        get(Readers.class).prepare();
        TestPostgres.Database reader = login("reader", "flowgauge_reader");
        for (long tenant : tenants) {
            sql().update("INSERT INTO reporting.reader_tenant VALUES (?, ?)", reader.user(), tenant);
        }
        return reader;
    }

    /** A login that is a member of {@code role}. */
    TestPostgres.Database login(String prefix, String role) {
        String name = newName(prefix);
        admin().execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD + "' IN ROLE " + role);
        return new TestPostgres.Database(server.url(), name, PASSWORD);
    }

    /** A login that a test made by itself. */
    TestPostgres.Database as(String login, String password) {
        return new TestPostgres.Database(server.url(), login, password);
    }

    @Override
    public void close() {
        adapters.close();
    }
}
