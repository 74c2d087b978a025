package io.flowgauge.rest.server;

import io.flowgauge.rest.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time that a client may take to send a request and to take its answer. Tomcat's own limits are for the silence between two
 * bytes, so a client that sends or takes one every few seconds could hold a connection, and a thread with it, for days.
 */
final class Deadlines {
    /** How long the rest of a body may still come once it is answered, so that the client gets to read the answer. */
    private static final Duration AFTER_THE_ANSWER = Duration.ofSeconds(5);

    private Deadlines() {}

    /** HTTP/1.1 with the deadlines kept. Public because Tomcat makes it by its name. */
    public static final class Protocol extends Http11NioProtocol {
        private final Handshakes endpoint;
        private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
        private long headersNanos = Duration.ofSeconds(10).toNanos();
        private long bodyNanos = Duration.ofSeconds(60).toNanos();
        private @Nullable ScheduledFuture<?> looking;

        public Protocol() {
            this(new Handshakes());
        }

        private Protocol(Handshakes endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        void within(Duration headers, Duration body) {
            headersNanos = headers.toNanos();
            bodyNanos = body.toNanos();
            endpoint.nanos = headersNanos;
        }

        @Override
        protected Processor createProcessor() {
            return new Exchange(this, getAdapter());
        }

        @Override
        public void start() throws Exception {
            super.start();
            long period =
                    Math.max(TimeUnit.MILLISECONDS.toNanos(50), Math.min(TimeUnit.SECONDS.toNanos(1), bodyNanos / 4));
            looking = getUtilityExecutor()
                    .scheduleWithFixedDelay(
                            () -> underWay.forEach(Exchange::cutWhenLate), period, period, TimeUnit.NANOSECONDS);
        }

        @Override
        public void stop() throws Exception {
            if (looking != null) {
                looking.cancel(false);
            }
            super.stop();
        }
    }

    /** A connection's requests. One thread at a time serves it; another one looks whether it is late. */
    private static final class Exchange extends Http11Processor {
        private final Protocol protocol;
        private final BodyArrival arrival = new BodyArrival();
        private volatile boolean late;
        private volatile boolean tooSlow;

        Exchange(Protocol protocol, Adapter adapter) {
            super(protocol, adapter);
            this.protocol = protocol;
            request.setInputBuffer(new Body(request.getInputBuffer()));
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            if (isAmidHeaders()) {
                if (headersLeft() <= 0) {
                    return SocketState.CLOSED;
                }
                socket.setReadTimeout(protocol.getConnectionTimeout());
            }
            late = false;
            tooSlow = false;
            protocol.underWay.add(this);
            try {
                SocketState state = super.service(socket);
                if (state == SocketState.LONG && !isAsync() && isAmidHeaders()) {
                    socket.setReadTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(headersLeft())));
                }
                return state;
            } finally {
                protocol.underWay.remove(this);
            }
        }

        private boolean isAmidHeaders() {
            return request.getStartTimeNanos() >= 0;
        }

        private long headersLeft() {
            return protocol.headersNanos - (System.nanoTime() - request.getStartTimeNanos());
        }

        /** Ends what can be read or written, on which the thread that does it goes on; one that reads can still answer. */
        void cutWhenLate() {
            long begun = request.getStartTimeNanos();
            SocketWrapperBase<?> socket = getSocketWrapper();
            if (late || begun < 0 || socket == null || !(socket.getSocket() instanceof NioChannel channel)) {
                return;
            }
            boolean takesLate = channel instanceof OwingChannel client && client.owedNanos() > protocol.headersNanos;
            boolean sendsLate = !isRequestBodyFullyRead() && isBodyLate(begun);
            if ((takesLate || sendsLate) && begun == request.getStartTimeNanos()) {
                late = true;
                try {
                    if (takesLate) {
                        channel.getIOChannel().shutdownOutput();
                    } else {
                        channel.getIOChannel().shutdownInput();
                    }
                } catch (IOException gone) {
                    // There is nothing left to cut.
                    getLog().debug("a client went away", gone);
                }
            }
        }

        private boolean isBodyLate(long begun) {
            long now = System.nanoTime();
            if (response.isCommitted()) {
                return now - response.getCommitTimeNanos() > AFTER_THE_ANSWER.toNanos();
            }
            tooSlow = arrival.overdueNanos(begun) > protocol.headersNanos;
            return tooSlow || now - begun > protocol.bodyNanos;
        }

        private final class Body implements InputBuffer {
            private final InputBuffer whole;

            Body(InputBuffer whole) {
                this.whole = whole;
            }

            /** What is thrown is unchecked: Tomcat would answer an {@code IOException} itself, and say nothing of what was taken. */
            @Override
            public int doRead(ApplicationBufferHandler handler) throws IOException {
                int read = 0;
                arrival.begin(request.getStartTimeNanos());
                try {
                    read = whole.doRead(handler);
                    if (read < 0 && late) {
                        throw tooLate();
                    }
                    return read;
                } catch (SocketTimeoutException silence) {
                    throw tooLate();
                } catch (EOFException | BadRequestException broken) {
                    throw late
                            ? tooLate()
                            : Problem.badRequest("the body breaks off before its end, or its chunks are malformed");
                } catch (IOException gone) {
                    if (late) {
                        throw tooLate();
                    }
                    throw gone;
                } finally {
                    arrival.end(read);
                }
            }

            @Override
            public int available() {
                return whole.available();
            }

            private Problem tooLate() {
                String why = tooSlow
                        ? "came with less than " + BodyArrival.LEAST + " bytes a second after "
                                + TimeUnit.NANOSECONDS.toSeconds(protocol.headersNanos) + " s"
                        : "was not there whole within " + TimeUnit.NANOSECONDS.toSeconds(protocol.bodyNanos)
                                + " s, or nothing came of it for "
                                + protocol.getConnectionTimeout() / 1_000 + " s";
                return new Problem(408, "the body " + why + "; send smaller ones");
            }
        }
    }

    /** Connections, those that speak TLS within the time of headers too. */
    private static final class Handshakes extends NioEndpoint {
        private volatile long nanos = Duration.ofSeconds(10).toNanos();
        private final Map<SocketWrapperBase<NioChannel>, Long> begun = Collections.synchronizedMap(new WeakHashMap<>());

        @Override
        protected NioChannel createChannel(SocketBufferHandler buffer) {
            return isSSLEnabled() ? new OwingChannel.Tls(buffer, this) : new OwingChannel.Plain(buffer);
        }

        @Override
        public boolean processSocket(SocketWrapperBase<NioChannel> socket, SocketEvent event, boolean dispatch) {
            if (isSSLEnabled() && !socket.getSocket().isHandshakeComplete()) {
                Long since = begun.putIfAbsent(socket, System.nanoTime());
                if (since != null && System.nanoTime() - since > nanos) {
                    begun.remove(socket);
                    socket.close();
                    return true;
                }
            }
            return super.processSocket(socket, event, dispatch);
        }
    }
}
