package io.flowgauge.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A bare connection to a service, for what Java's client would not send. */
final class Line implements AutoCloseable {
    private static final int LONGEST_MS = 30_000;

    private final Socket socket;

    private Line(Socket socket) {
        this.socket = socket;
    }

    static Line to(int port) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LONGEST_MS);
        return new Line(socket);
    }

    /** What the service answers to one request, until it closes the connection. */
    static String answer(int port, String request) throws IOException {
        try (Line line = to(port)) {
            line.send(request);
            return line.rest();
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void endOfSending() throws IOException {
        socket.shutdownOutput();
    }

    /** All that comes until the service closes the connection. */
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                all.write(next);
            }
        } catch (SocketException reset) {
            // It closed with bytes of ours unread.
            return all.toString(StandardCharsets.UTF_8);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** An answer's head, and its body as far as it came with it. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Sends one byte after the other, each {@code pace} after the last, until the service has had enough; what it answered. */
    String dripUntilClosed(String bytes, Duration pace) throws IOException {
        return dripUntilClosed(bytes.chars().mapToObj(Character::toString).toList(), pace);
    }

    /** The same with a part again and again. */
    String dripUntilClosed(String part, int times, Duration pace) throws IOException {
        return dripUntilClosed(Collections.nCopies(times, part), pace);
    }

    private String dripUntilClosed(List<String> parts, Duration pace) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        socket.setSoTimeout(Math.toIntExact(pace.toMillis()));
        try {
            for (String part : parts) {
                send(part);
                if (!isQuiet(answer)) {
                    return answer.toString(StandardCharsets.UTF_8);
                }
            }
        } catch (SocketException closed) {
            return answer.toString(StandardCharsets.UTF_8);
        }
        throw new AssertionError("the service took " + parts.size() + " slow parts and is still there: " + answer);
    }

    /** Takes so many bytes, each {@code pace} after the last. */
    void sip(int bytes, Duration pace) throws IOException {
        for (int at = 0; at < bytes; at++) {
            LockSupport.parkNanos(pace.toNanos());
            if (socket.getInputStream().read() < 0) {
                return;
            }
        }
    }

    private boolean isQuiet(ByteArrayOutputStream answer) throws IOException {
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                answer.write(next);
                next = socket.getInputStream().read();
            }
            return false;
        } catch (SocketTimeoutException quiet) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
