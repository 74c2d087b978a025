package io.flowgauge.persistence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's binary COPY format; PostgreSQL documentation, COPY, "Binary Format". */
final class CopyRow {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long EPOCH_2000_MS = 946_684_800_000L;
    private static final int USUAL_ROW = 260;

    private byte[] bytes;
    private int length;

    /** @param rows how many there will be, about */
    CopyRow(int rows) {
        bytes = new byte[32 + rows * USUAL_ROW];
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        // No flags, no extension of the header: two integers of 0.
        length = SIGNATURE.length + 8;
    }

    /** Makes room for so many bytes, and returns where they begin: in other {@link #bytes} than before, where it had to grow. */
    private int room(int more) {
        int at = length;
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + bytes.length / 2, at + more));
        }
        length = at + more;
        return at;
    }

    void begin(int columns) {
        int at = room(2);
        SHORT.set(bytes, at, (short) columns);
    }

    void bigint(long value) {
        int at = room(12);
        INT.set(bytes, at, 8);
        LONG.set(bytes, at + 4, value);
    }

    void bigint(@Nullable Long value) {
        if (value == null) {
            none();
        } else {
            bigint(value.longValue());
        }
    }

    /** Clamped at 2³¹−1. */
    void integer(@Nullable Long value) {
        if (value == null) {
            none();
            return;
        }
        int at = room(8);
        INT.set(bytes, at, 4);
        INT.set(bytes, at + 4, (int) Math.min(Integer.MAX_VALUE, value));
    }

    /** To the millisecond. */
    void timestamp(@Nullable Instant at) {
        if (at == null) {
            none();
        } else {
            bigint((at.toEpochMilli() - EPOCH_2000_MS) * 1_000);
        }
    }

    /** Of ASCII characters. */
    void text(String value) {
        bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    void bytes(byte @Nullable [] value) {
        if (value == null) {
            none();
            return;
        }
        int at = room(4 + value.length);
        INT.set(bytes, at, value.length);
        System.arraycopy(value, 0, bytes, at + 4, value.length);
    }

    private void none() {
        int at = room(4);
        INT.set(bytes, at, -1);
    }

    /** Ends the rows; nothing can be added any more. */
    void end() {
        int at = room(2);
        SHORT.set(bytes, at, (short) -1);
    }

    /** All there is, in its first {@link #length()} bytes. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
