package io.flowgauge.bootstrap.move;

import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database and who enters it.
 *
 * @param user null: the URL says, or the driver's own default
 * @param password null: the URL says, or {@code ~/.pgpass}
 */
record Login(String url, @Nullable String user, @Nullable String password) {
    /** Tells these sessions from a service's. */
    static final String APPLICATION = "flowgauge history move";

    private static final int CONNECT_TIMEOUT_S = 10;

    /** @param name of the setting that the URL was given by */
    static Login of(String name, String url, @Nullable String user, @Nullable String password) {
        // Before others see it: what they cannot read they put, with a password in it, into their failures.
        try {
            DriverManager.getDriver(url);
        } catch (SQLException noDriver) {
            throw notRead(name);
        }
        if (withoutProperties(url).contains("@")) {
            throw notRead(name);
        }
        return new Login(url, empty(user) ? null : user, empty(password) ? null : password);
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Refusal notRead(String name) {
        return new Refusal(name
                + " is no JDBC URL of PostgreSQL, such as jdbc:postgresql://host:5432/database without a login in it");
    }

    private static String withoutProperties(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(CONNECT_TIMEOUT_S);
        source.setUrl(url);
        source.setApplicationName(APPLICATION);
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }

    /** The URL without its properties, which may hold a password. */
    @Override
    public String toString() {
        return withoutProperties(url);
    }
}
