package io.flowgauge.application.live;

import io.flowgauge.domain.HistoryGap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices when nobody checked: before this service's first check, and where it was held up or its clock went ahead. Of the checks' thread alone. */
final class MissedChecks {
    private final Duration most;
    private @Nullable Instant last;

    /**
     * @param interval of the checks; two of them make no gap
     * @param last when somebody last checked; null when that is not known
     */
    MissedChecks(Duration interval, @Nullable Instant last) {
        this.most = interval.multipliedBy(2);
        this.last = last;
    }

    /** The gap that a check at this moment ends. */
    Optional<HistoryGap> endedBy(Instant at) {
        Instant before = last;
        if (before != null && !at.isAfter(before)) {
            return Optional.empty();
        }
        last = at;
        return before != null && Duration.between(before, at).compareTo(most) > 0
                ? Optional.of(new HistoryGap(before, at, HistoryGap.Reason.SERVICE_DOWN))
                : Optional.empty();
    }
}
