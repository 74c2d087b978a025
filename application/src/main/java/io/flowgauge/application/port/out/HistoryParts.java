package io.flowgauge.application.port.out;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The tables of the history, each in parts by time (UTC) that are dropped whole. Every method throws {@link HistoryUnavailable} when it is away. */
public interface HistoryParts {

    enum Table {
        /** In days. */
        SNAPSHOTS,
        /** In weeks, from Monday. */
        MINUTES,
        /** In months. */
        HOURS
    }

    /**
     * A part of a table.
     *
     * @param from the first moment of its rows
     * @param until the moment after its last
     * @param bytes on disk, indexes included
     */
    record Part(Table table, Instant from, Instant until, long bytes) {}

    /** What became of an attempt to drop a part. */
    enum Drop {
        DROPPED,
        /** Something in it is not rolled up yet, or has to be rolled up anew. */
        NOT_ROLLED_UP,
        /** By PostgreSQL's own clock it is not that old; the service's clock may be wrong. */
        NOT_THAT_OLD,
        /** Somebody reads it, or another node does upkeep; or it is gone. */
        NOT_NOW
    }

    /** Makes the parts of the time from {@code from} to {@code until}; those that are there stay. */
    void make(Instant from, Instant until);

    /** All parts, by table, then in the order of time. */
    List<Part> all();

    /**
     * Drops a part, unless what is to be made from it is not made.
     *
     * @param age that its youngest row has at least by the service's clock
     */
    Drop drop(Part part, Duration age);
}
