package io.flowgauge.application.port.out;

import io.flowgauge.domain.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The history of checks, append-only, kept in days (UTC). Every method throws {@link HistoryUnavailable} when it is away. */
public interface Snapshots {

    /**
     * Appends a batch, all or nothing. Makes the days that are missing.
     *
     * @throws HistoryUnavailable.OutcomeUnknown the batch may be there; go on with {@link #appendMissing}
     */
    void append(List<Snapshot> batch);

    /** Appends those of a batch that are not there yet, all or nothing; may be repeated until it succeeds. */
    void appendMissing(List<Snapshot> batch);

    /** Makes room for the days from {@code first} to {@code last}, both included; those that are there stay. */
    void makeDays(LocalDate first, LocalDate last);

    /** Drops all days before that of {@code before}. Returns those dropped, in order. One node at a time: another's call in the meantime drops none. */
    List<LocalDate> dropDaysBefore(Instant before);
}
