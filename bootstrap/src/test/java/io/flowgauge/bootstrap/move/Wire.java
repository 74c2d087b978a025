package io.flowgauge.bootstrap.move;

import io.flowgauge.persistence.TestPostgres.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The way to a database, which stops to let anything through after so many bytes. */
final class Wire implements AutoCloseable {
    private final Database database;
    private final long limit;
    private final boolean holds;
    private final ServerSocket door;
    private final AtomicLong carried = new AtomicLong();
    private final CountDownLatch atLimit = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private Wire(Database database, long limit, boolean holds) throws IOException {
        this.database = database;
        this.limit = limit;
        this.holds = holds;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** All connections break once the limit is reached. */
    static Wire cutAfter(long bytes, Database database) throws IOException {
        return new Wire(database, bytes, false);
    }

    /** Nothing moves once the limit is reached, until it is told to go on. */
    static Wire holdAfter(long bytes, Database database) throws IOException {
        return new Wire(database, bytes, true);
    }

    static Wire uncut(Database database) throws IOException {
        return new Wire(database, Long.MAX_VALUE, false);
    }

    /** The same database, by this way. */
    Database database() {
        String url = database.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + door.getLocalPort() + "/");
        return new Database(url, database.user(), database.password());
    }

    long carried() {
        return carried.get();
    }

    void awaitLimit() throws InterruptedException {
        atLimit.await();
    }

    void goOn() {
        goesOn.countDown();
    }

    private void accept() {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        try {
            while (true) {
                Socket client = door.accept();
                Socket onward = new Socket(server.getHost(), server.getPort());
                open.addAll(List.of(client, onward));
                daemon(() -> carry(client, onward));
                daemon(() -> carry(onward, client));
            }
        } catch (IOException closed) {
            closeAll();
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4_096];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (carried.addAndGet(length) > limit) {
                    stop();
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException cut) {
            // As the other side sees it too.
        }
    }

    private void stop() throws IOException {
        atLimit.countDown();
        if (!holds) {
            closeAll();
            throw new IOException("cut");
        }
        try {
            goesOn.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    private void closeAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException gone) {
                // It is what was wanted.
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        goesOn.countDown();
        door.close();
        closeAll();
    }
}
