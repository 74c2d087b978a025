package io.flowgauge.application.port.out;

import io.flowgauge.domain.HistoryGap;
import java.time.Instant;
import java.util.List;

/** Where checks are missing from the history, durably. Every method throws {@link HistoryUnavailable} when it is away. */
public interface HistoryGaps {

    /** Adds a gap; with those of its reason that it overlaps it becomes one. May be repeated. */
    void record(HistoryGap gap);

    /** Those that lie wholly or in part between these moments, by their start. */
    List<HistoryGap> between(Instant from, Instant to);
}
