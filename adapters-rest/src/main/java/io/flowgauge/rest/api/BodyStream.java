package io.flowgauge.rest.api;

import io.flowgauge.rest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A request's body, unpacked, up to a limit: what lies behind it is never read, so a gzip bomb costs no more than that. */
final class BodyStream extends FilterInputStream {
    static final long LIMIT = 16L << 20;

    private long left = LIMIT;
    private boolean exceeded;

    private BodyStream(InputStream unpacked) {
        super(unpacked);
    }

    static BodyStream of(HttpServletRequest request) throws IOException {
        String encoding = request.getHeader("Content-Encoding");
        String word = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "identity" -> new BodyStream(request.getInputStream());
            case "gzip", "x-gzip" -> new BodyStream(new GZIPInputStream(request.getInputStream(), 1 << 13));
            default -> throw new Problem(415, "content encoding " + encoding + " is not taken here; use gzip or none");
        };
    }

    /** Whether there was more than the limit. */
    boolean exceeded() {
        return exceeded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            exceeded = in.read() >= 0;
            if (exceeded) {
                throw new IOException("the body has more than " + LIMIT + " bytes unpacked");
            }
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }
}
