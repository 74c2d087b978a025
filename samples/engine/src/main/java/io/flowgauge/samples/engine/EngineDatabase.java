package io.flowgauge.samples.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** The engine's own database on the PostgreSQL server it was given: shop, warehouse and its book-keeping. */
final class EngineDatabase {
    /** The database; also the replication slot's, the publication's and the stream's name. */
    static final String NAME = "flowgauge_sample";

    private final String url;
    private final String user;
    private final String password;

    EngineDatabase(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A connection of its own for each piece of work, which the server knows by its name; whoever opens it closes it. */
    Connection connect(String work) throws SQLException {
        return source(NAME, work).getConnection();
    }

    /**
     * Makes the database and whatever is missing in it.
     *
     * @throws SQLException also when the server cannot be used: it does no logical decoding, or the role may not
     */
    void prepare() throws SQLException {
        try (Connection server = source(null, "start").getConnection();
                Statement sql = server.createStatement()) {
            String level = text(sql, "SHOW wal_level");
            if (!level.equals("logical")) {
                throw new SQLException("the server's wal_level is " + level
                        + "; the stream needs logical: ALTER SYSTEM SET wal_level = 'logical' and start it again");
            }
            if (text(sql, "SELECT count(*) FROM pg_database WHERE datname = '" + NAME + "'")
                    .equals("0")) {
                sql.execute("CREATE DATABASE " + NAME);
            }
        }
        try (Connection own = connect("start");
                Statement sql = own.createStatement()) {
            sql.execute(SqlText.of("schema.sql"));
        }
    }

    /** What Debezium needs to find the same database. */
    Properties forDebezium() {
        Properties parsed = parsed();
        Properties debezium = new Properties();
        debezium.setProperty("database.hostname", String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)));
        debezium.setProperty("database.port", String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)));
        debezium.setProperty("database.user", user);
        debezium.setProperty("database.password", password);
        debezium.setProperty("database.dbname", NAME);
        String sslMode = PGProperty.SSL_MODE.getOrDefault(parsed);
        if (sslMode != null) {
            debezium.setProperty("database.sslmode", sslMode);
        }
        return debezium;
    }

    private Properties parsed() {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "ENGINE_DATABASE_URL is \"" + url + "\"; use jdbc:postgresql://host:port/database");
        }
        return parsed;
    }

    private PGSimpleDataSource source(@Nullable String database, String work) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        if (database != null) {
            source.setDatabaseName(database);
        }
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("sample-engine " + work);
        source.setConnectTimeout(10);
        source.setTcpKeepAlive(true);
        return source;
    }

    private static String text(Statement sql, String query) throws SQLException {
        try (var rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
