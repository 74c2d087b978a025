package io.flowgauge.samples.engine;

import java.nio.charset.StandardCharsets;

/** Some rows in PostgreSQL's COPY text format, one a line, which each begin with an order's id and when it was placed. */
final class Rows {
    /** At most this many rows are moved in one transaction. */
    static final int MOST = 100;

    private final byte[] text;
    private final long[] placedMs;
    private final long lastId;

    private Rows(byte[] text, long[] placedMs, long lastId) {
        this.text = text;
        this.placedMs = placedMs;
        this.lastId = lastId;
    }

    static Rows of(byte[] text) {
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", -1);
        int count = lines.length - 1;
        long[] placedMs = new long[count];
        long lastId = 0;
        for (int i = 0; i < count; i++) {
            String[] columns = lines[i].split("\t", 3);
            lastId = Long.parseLong(columns[0]);
            placedMs[i] = Long.parseLong(columns[1]);
        }
        return new Rows(text, placedMs, lastId);
    }

    /** As they are written to a file or to COPY; not to be changed. */
    byte[] text() {
        return text;
    }

    long count() {
        return placedMs.length;
    }

    /** 0 where there is no row. */
    long lastId() {
        return lastId;
    }

    /** Tells the recorder of each row how old it is now. */
    void tell(JournaledTask task) {
        long now = System.currentTimeMillis();
        for (long placed : placedMs) {
            task.tellAged(Math.max(0, now - placed));
        }
        task.recorder().bytes(text.length);
    }
}
