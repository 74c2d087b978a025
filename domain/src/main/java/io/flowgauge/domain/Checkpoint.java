package io.flowgauge.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The totals of a task at its last check.
 *
 * @param at the check's moment; null while there was none
 */
public record Checkpoint(
        @Nullable Instant at, long records, @Nullable LatencyStats latency) {

    /** Before the first check. */
    public static final Checkpoint NONE = new Checkpoint(null, 0, null);

    /** Records since then, as people see them: at least 0. */
    public long recordsSince(long now) {
        return Math.max(0, now - records);
    }

    /** Average latency in ms of what was measured since then, rounded half up; null when nothing was, or the engine went back. */
    @Nullable
    Long latencySince(@Nullable LatencyStats now) {
        if (now == null) {
            return null;
        }
        long count = latency == null ? now.count() : now.count() - latency.count();
        long sum = latency == null ? now.sumMs() : now.sumMs() - latency.sumMs();
        return count < 1 || sum < 0 ? null : LatencyStats.roundedQuotient(sum, count);
    }

    /** Whether a snapshot at {@code moment} would come after this one; a clock that was set back makes none. */
    public boolean isBefore(Instant moment) {
        return at == null || at.isBefore(moment);
    }
}
