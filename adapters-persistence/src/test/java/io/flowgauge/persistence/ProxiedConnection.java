package io.flowgauge.persistence;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** One connection of a {@link CutProxy}; PostgreSQL documentation, "Frontend/Backend Protocol". */
final class ProxiedConnection {
    // Nobody compares two of them.
    @SuppressWarnings("ArrayRecordComponent")
    private record Message(int type, byte[] body) {
        static Message read(DataInputStream in) throws IOException {
            int type = in.readUnsignedByte();
            return new Message(type, in.readNBytes(in.readInt() - 4));
        }

        void write(DataOutputStream out) throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream parts = new DataOutputStream(whole);
            parts.writeByte(type);
            parts.writeInt(body.length + 4);
            parts.write(body);
            out.write(whole.toByteArray());
        }

        /** Its text number {@code at}, of those that it begins with. */
        String text(int at) {
            return new String(body, StandardCharsets.UTF_8).split("\0", -1)[at];
        }
    }

    private final Socket client;
    private final Socket server;
    private final AtomicReference<CutProxy.Cut> ordered;
    private final Map<String, String> prepared = new HashMap<>();
    private final CountDownLatch lastAnswer = new CountDownLatch(1);
    private volatile boolean cutOff;

    ProxiedConnection(Socket client, Socket server, AtomicReference<CutProxy.Cut> ordered) {
        this.client = client;
        this.server = server;
        this.ordered = ordered;
    }

    private interface Work {
        void now() throws IOException, InterruptedException;
    }

    void start() {
        daemon("cut-proxy-requests", this::passRequests);
        daemon("cut-proxy-answers", this::passAnswers);
    }

    private void daemon(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.now();
                    } catch (IOException | InterruptedException gone) {
                        // One side went away; so does the other.
                    }
                    close();
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void passRequests() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(server.getOutputStream());
        // The first message has no type.
        byte[] startup = in.readNBytes(in.readInt() - 4);
        out.writeInt(startup.length + 4);
        out.write(startup);
        CutProxy.Cut cut = null;
        while (true) {
            Message message = Message.read(in);
            String statement = executed(message);
            CutProxy.Cut next = ordered.get();
            if (next != null && statement.contains(next.statement)) {
                cut = next;
            } else if (statement.equals("ROLLBACK")) {
                cut = null;
            } else if (statement.equals("COMMIT") && cut != null && ordered.compareAndSet(cut, null)) {
                cut(cut, message, in, out);
                return;
            }
            message.write(out);
        }
    }

    /** The statement that a message executes; empty when none. */
    private String executed(Message message) {
        return switch (message.type()) {
            case 'Q' -> message.text(0);
            case 'P' -> {
                prepared.put(message.text(0), message.text(1));
                yield "";
            }
            case 'B' -> prepared.getOrDefault(message.text(1), "");
            default -> "";
        };
    }

    private void cut(CutProxy.Cut cut, Message commit, DataInputStream in, DataOutputStream out)
            throws IOException, InterruptedException {
        cutOff = true;
        if (cut.commit == CutProxy.Commit.LATE) {
            Message[] rest = {commit, Message.read(in), Message.read(in)};
            // Before the client can know.
            cut.done.countDown();
            client.close();
            cut.mayArrive.await();
            for (Message message : rest) {
                message.write(out);
            }
            lastAnswer.await();
            cut.arrived.countDown();
        } else if (cut.commit == CutProxy.Commit.DONE) {
            commit.write(out);
            for (Message message = Message.read(in); ; message = Message.read(in)) {
                message.write(out);
                if (message.type() == 'S') {
                    break;
                }
            }
            lastAnswer.await();
        }
        cut.done.countDown();
        close();
    }

    private void passAnswers() throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        while (true) {
            Message message = Message.read(in);
            if (!cutOff) {
                message.write(out);
            } else if (message.type() == 'Z') {
                lastAnswer.countDown();
            }
        }
    }

    void close() {
        for (Socket side : new Socket[] {client, server}) {
            try {
                side.close();
            } catch (IOException closed) {
                // Nothing is left to be done.
            }
        }
    }
}
