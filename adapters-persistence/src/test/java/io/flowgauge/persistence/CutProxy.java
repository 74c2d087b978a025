package io.flowgauge.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Lies between a service and its PostgreSQL, and cuts a connection at the COMMIT of a transaction when it is told to. */
public final class CutProxy implements AutoCloseable {
    /** What becomes of a COMMIT whose connection is cut. */
    public enum Commit {
        /** It never arrives. */
        LOST,
        /** It is done, but its answer gets lost. */
        DONE,
        /** It arrives only when {@link Cut#letArrive} is called; its sender has been cut off by then. */
        LATE
    }

    /** A cut that was ordered. */
    public static final class Cut {
        final String statement;
        final Commit commit;
        final CountDownLatch done = new CountDownLatch(1);
        final CountDownLatch mayArrive = new CountDownLatch(1);
        final CountDownLatch arrived = new CountDownLatch(1);

        private Cut(String statement, Commit commit) {
            this.statement = statement;
            this.commit = commit;
        }

        /** Whether a connection was cut. */
        public boolean isDone() {
            return done.getCount() == 0;
        }

        /** Lets a late COMMIT arrive, and returns when it is done. */
        public void letArrive() throws InterruptedException {
            mayArrive.countDown();
            arrived.await();
        }
    }

    private final TestPostgres.Database server;
    private final URI address;
    private final ServerSocket listening;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> ordered = new AtomicReference<>();
    private volatile Cut last = new Cut("", Commit.LOST);

    public CutProxy(TestPostgres.Database server) {
        this.server = server;
        this.address = URI.create(server.url().substring("jdbc:".length()));
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException("no port to listen on", failed);
        }
        Thread accepts = new Thread(this::accept, "cut-proxy");
        accepts.setDaemon(true);
        accepts.start();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(address.getHost(), address.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                var connection = new ProxiedConnection(client, server, ordered);
                connections.add(connection);
                connection.start();
            }
        } catch (IOException closed) {
            // So it was asked to be.
        }
    }

    /** The server's database, by way of this proxy. */
    public TestPostgres.Database database() {
        String url = "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + address.getPath()
                + "?sslmode=disable&gssEncMode=disable";
        return new TestPostgres.Database(url, server.user(), server.password());
    }

    /** The next transaction with a statement that holds this text loses its connection at its COMMIT. */
    public Cut cutNext(String statement, Commit commit) {
        Cut next = new Cut(statement, commit);
        ordered.set(next);
        last = next;
        return next;
    }

    /** Lets the COMMIT of the last cut arrive, if it is late and still on its way. */
    void release() {
        last.mayArrive.countDown();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        connections.forEach(ProxiedConnection::close);
    }
}
