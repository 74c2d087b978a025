package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;

/** The server's TCP port on the loopback: free when first chosen, noted in the data folder, kept while it is free. */
final class Port {
    private Port() {}

    /** The noted one if it is free, else a new one, which is noted. */
    static int choose(DataFolder folder) throws IOException {
        if (Files.exists(folder.port())) {
            var noted = noted(folder);
            if (free(noted)) return noted;
        }
        try (var socket = new ServerSocket(0, 1, loopback())) {
            note(folder, socket.getLocalPort());
            return socket.getLocalPort();
        }
    }

    private static int noted(DataFolder folder) throws IOException {
        var text = Files.readString(folder.port()).trim();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Failure(
                    folder.port() + " holds \"" + text + "\", must be a port; write one or delete the file", e);
        }
    }

    static void note(DataFolder folder, int port) throws IOException {
        DataFolder.write(folder.port(), port + "\n");
    }

    /** The server's own, which Java's idea of the loopback, IPv6 on some machines, need not be. */
    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, loopback())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
