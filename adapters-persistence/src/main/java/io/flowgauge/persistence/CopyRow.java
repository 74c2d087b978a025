package io.flowgauge.persistence;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's binary COPY format; PostgreSQL documentation, COPY, "Binary Format". */
final class CopyRow {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long EPOCH_2000_MS = 946_684_800_000L;

    private final ByteArrayOutputStream bytes;
    private final DataOutputStream out;

    CopyRow(int rows) {
        bytes = new ByteArrayOutputStream(32 + rows * 160);
        out = new DataOutputStream(bytes);
        write(() -> {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    private interface Write {
        void now() throws IOException;
    }

    private static void write(Write write) {
        try {
            write.now();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }

    void begin(int columns) {
        write(() -> out.writeShort(columns));
    }

    void bigint(long value) {
        write(() -> {
            out.writeInt(8);
            out.writeLong(value);
        });
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
        write(() -> {
            out.writeInt(4);
            out.writeInt((int) Math.min(Integer.MAX_VALUE, value));
        });
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
        write(() -> {
            out.writeInt(value.length());
            out.writeBytes(value);
        });
    }

    void bytes(byte @Nullable [] value) {
        if (value == null) {
            none();
            return;
        }
        write(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    private void none() {
        write(() -> out.writeInt(-1));
    }

    byte[] end() {
        write(() -> out.writeShort(-1));
        return bytes.toByteArray();
    }
}
