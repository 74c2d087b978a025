package io.flowgauge.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A durable PostgreSQL server in a data folder, for one service: reachable on the loopback only, with a password, on a
 * port that stays the same from start to start while it is free. A server left running by a killed service is taken
 * over; one that dies is started again on its port until {@link #close()}.
 *
 * <p>The folder's parts: {@code postgres} (the cluster), {@code postgres.password}, {@code postgres.port},
 * {@code postgres.log}, {@code postgres-binaries}, {@code flowgauge.lock}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** Where binaries go that cannot be run from the data folder; see {@link Installation}. */
    private static final Path SHARED = Path.of("/var/lib/flowgauge");

    private final FolderLock lock;
    private final Server server;
    private final Watch watch;
    private final Login login;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(FolderLock lock, Server server, Login login, int port) {
        this.lock = lock;
        this.server = server;
        this.login = login;
        this.port = port;
        this.watch = new Watch(server, port);
    }

    /**
     * Starts or takes over the server and makes sure of its database {@code flowgauge}.
     *
     * @param data made if it is missing
     * @return when the server accepts connections
     * @throws Failure the server cannot run here
     */
    public static EmbeddedPostgres start(Path data) {
        return start(data, SHARED);
    }

    static EmbeddedPostgres start(Path data, Path shared) {
        var folder = DataFolder.at(data);
        var lock = FolderLock.take(folder);
        try {
            return start(folder, shared, lock);
        } catch (RuntimeException | IOException e) {
            lock.close();
            if (e instanceof Failure failure) throw failure;
            throw new Failure("embedded PostgreSQL in " + folder.path() + " cannot be started: " + e, e);
        }
    }

    private static EmbeddedPostgres start(DataFolder folder, Path shared, FolderLock lock) throws IOException {
        var account = Account.forCluster(folder.cluster());
        var reach = Reach.of(account, folder.path());
        var installation = Installation.in(reach.homeOfBinaries(folder, shared));
        var login = Login.of(folder);
        new Cluster(folder, installation, reach).prepare(login);
        var server = new Server(folder, installation, reach, login);
        // Until the caller holds the server, nobody else could stop it when the process is told to end.
        var stopOnExit = new Thread(server::stop, "embedded-postgres-stop");
        Runtime.getRuntime().addShutdownHook(stopOnExit);
        try {
            var port = server.start();
            createDatabase(login, port);
            return new EmbeddedPostgres(lock, server, login, port);
        } catch (RuntimeException | IOException e) {
            server.stop();
            throw e;
        } finally {
            forget(stopOnExit);
        }
    }

    private static void forget(Thread stopOnExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopOnExit);
        } catch (IllegalStateException e) {
            // The process is ending and the hook does its work.
        }
    }

    private static void createDatabase(Login login, int port) {
        try (Connection connection =
                        DriverManager.getConnection(Login.url(port, "postgres"), Login.USER, login.password());
                Statement statement = connection.createStatement()) {
            try (var found = statement.executeQuery("SELECT FROM pg_database WHERE datname = 'flowgauge'")) {
                if (found.next()) return;
            }
            statement.execute("CREATE DATABASE flowgauge");
        } catch (SQLException e) {
            throw new Failure("database flowgauge cannot be made on the embedded PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** URL of a database of this server; whether that database exists is not looked at. */
    public String jdbcUrl(String database) {
        return Login.url(port, database);
    }

    /** The server's superuser. */
    public String user() {
        return Login.USER;
    }

    public String password() {
        return login.password();
    }

    /** On 127.0.0.1; the same for the life of this object. */
    public int port() {
        return port;
    }

    /** Ends all connections, writes everything out and returns when the server is gone. The folder keeps all data. */
    @Override
    public void close() {
        // Once only: by the second time the folder may be another's.
        if (!closed.compareAndSet(false, true)) return;
        watch.close();
        try {
            server.stop();
        } finally {
            lock.close();
        }
    }

    /** The server cannot run; the message is one line for the operator and says what to do. */
    public static final class Failure extends RuntimeException {
        Failure(String message) {
            super(message);
        }

        Failure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
