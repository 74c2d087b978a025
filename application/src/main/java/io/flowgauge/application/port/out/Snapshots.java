package io.flowgauge.application.port.out;

import io.flowgauge.domain.Snapshot;
import java.util.List;

/**
 * The history of checks, append-only. A row of a check whose minute {@linkplain Rollups#close is closed} makes the minute dirty. Every
 * method throws {@link HistoryUnavailable} when it is away.
 */
public interface Snapshots {

    /**
     * Appends a batch, all or nothing. Makes the days that are missing.
     *
     * @throws HistoryUnavailable.OutcomeUnknown the batch may be there; go on with {@link #appendMissing}
     */
    void append(List<Snapshot> batch);

    /** Appends those of a batch that are not there yet, all or nothing; may be repeated until it succeeds. */
    void appendMissing(List<Snapshot> batch);
}
