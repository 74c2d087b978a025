package io.flowgauge.rest.server;

import java.util.concurrent.TimeUnit;

/** How fast a request's body comes. The thread that reads it tells; another one looks. */
final class BodyArrival {
    /**
     * In bytes a second, once the time of headers has passed; that of Apache's {@code mod_reqtimeout}. Without it one who sends byte after byte
     * would hold a thread for all the time that a large body may take.
     */
    static final long LEAST = 500;

    private static final long NOT = 0;

    private volatile long request = -1;
    private volatile long since = NOT;
    private volatile long waited;
    private volatile long bytes;

    /** @param request when it began, by which requests of a connection are told apart */
    void begin(long request) {
        if (this.request != request) {
            waited = 0;
            bytes = 0;
            this.request = request;
        }
        since = Math.max(1, System.nanoTime());
    }

    /** @param read bytes; less than 0 at the end */
    void end(int read) {
        long before = waited;
        waited = before + System.nanoTime() - since;
        since = NOT;
        long came = bytes;
        bytes = came + Math.max(0, read);
    }

    /** How long that request's thread has waited for more than {@link #LEAST} lets it wait for what came. */
    long overdueNanos(long request) {
        if (this.request != request) {
            return 0;
        }
        long begun = since;
        long all = waited + (begun == NOT ? 0 : System.nanoTime() - begun);
        return all - TimeUnit.SECONDS.toNanos(1) * bytes / LEAST;
    }
}
