package io.flowgauge.rest.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** A connection that knows since when its client does not take what it is sent. */
interface OwingChannel {
    /** How long ago the part of an answer, 8 KiB or a record of TLS, was begun to be sent that the client has not taken whole. */
    long owedNanos();

    /** The thread that sends tells; another one looks. */
    final class Owed {
        private volatile long since;

        private int after(int written, NioChannel channel, ByteBuffer part) {
            if (!part.hasRemaining() && channel.getOutboundRemaining() == 0) {
                since = 0;
            } else if (since == 0) {
                since = Math.max(1, System.nanoTime());
            }
            return written;
        }

        private void reset() {
            since = 0;
        }

        private long nanos() {
            long begun = since;
            return begun == 0 ? 0 : System.nanoTime() - begun;
        }
    }

    final class Plain extends NioChannel implements OwingChannel {
        private final Owed owed = new Owed();

        Plain(SocketBufferHandler buffer) {
            super(buffer);
        }

        @Override
        public void reset(SocketChannel channel, NioEndpoint.NioSocketWrapper socket) throws IOException {
            owed.reset();
            super.reset(channel, socket);
        }

        @Override
        public int write(ByteBuffer part) throws IOException {
            return owed.after(super.write(part), this, part);
        }

        @Override
        public long owedNanos() {
            return owed.nanos();
        }
    }

    final class Tls extends SecureNioChannel implements OwingChannel {
        private final Owed owed = new Owed();

        Tls(SocketBufferHandler buffer, NioEndpoint endpoint) {
            super(buffer, endpoint);
        }

        @Override
        public void reset(SocketChannel channel, NioEndpoint.NioSocketWrapper socket) throws IOException {
            owed.reset();
            super.reset(channel, socket);
        }

        @Override
        public int write(ByteBuffer part) throws IOException {
            return owed.after(super.write(part), this, part);
        }

        @Override
        public long owedNanos() {
            return owed.nanos();
        }
    }
}
