package io.flowgauge.application.history;

import io.flowgauge.domain.HistoryGap;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the history at once: the snapshots of one check, or of several that were merged. Immutable.
 *
 * @param gaps where the history lacks checks once the batch is in it
 */
record Batch(SnapshotBacklog.Ticket ticket, List<Snapshot> snapshots, List<HistoryGap> gaps) {

    boolean isEmpty() {
        return snapshots.isEmpty() && gaps.isEmpty();
    }

    /** The moment of its newest snapshot; null when it has none. */
    @Nullable
    Instant newest() {
        return snapshots.stream()
                .map(Snapshot::checkedAt)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /**
     * This batch and the one after it as one, in which each task has one snapshot: its newest, with the intervals of all.
     *
     * @param before the newest check ahead of both; null when that is not known
     */
    Batch with(Batch next, @Nullable Instant before) {
        Map<TaskId, Snapshot> ofTask = new LinkedHashMap<>(2 * Math.max(snapshots.size(), next.snapshots.size()));
        Instant missing = Instant.MAX;
        Instant there = Instant.MIN;
        for (List<Snapshot> part : List.of(snapshots, next.snapshots)) {
            for (Snapshot snapshot : part) {
                Snapshot earlier = ofTask.get(snapshot.task());
                if (earlier == null) {
                    ofTask.put(snapshot.task(), snapshot);
                } else {
                    ofTask.put(snapshot.task(), snapshot.covering(earlier));
                    missing = earlier.checkedAt().isBefore(missing) ? earlier.checkedAt() : missing;
                    there = snapshot.checkedAt().isAfter(there) ? snapshot.checkedAt() : there;
                }
            }
        }
        List<HistoryGap> all = new ArrayList<>(gaps);
        all.addAll(next.gaps);
        if (missing.isBefore(there)) {
            Instant start = before != null && before.isBefore(missing) ? before : missing;
            all.add(new HistoryGap(start, there, HistoryGap.Reason.BACKLOG_FULL));
        }
        return new Batch(ticket, List.copyOf(ofTask.values()), HistoryGap.joined(all));
    }
}
