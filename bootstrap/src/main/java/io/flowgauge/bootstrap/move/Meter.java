package io.flowgauge.bootstrap.move;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Counts what a COPY streams, on its way to somewhere. */
final class Meter extends OutputStream {
    private final OutputStream to;
    private final Printout printout;
    private final CRC32C crc = new CRC32C();
    private long bytes;

    Meter(OutputStream to, Printout printout) {
        this.to = to;
        this.printout = printout;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        to.write(from, offset, length);
        crc.update(from, offset, length);
        bytes += length;
        printout.soFar(bytes);
    }

    long bytes() {
        return bytes;
    }

    long crc() {
        return crc.getValue();
    }
}
