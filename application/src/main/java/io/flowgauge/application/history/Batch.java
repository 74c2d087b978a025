package io.flowgauge.application.history;

import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What goes to the history at once: the snapshots of one check, or of several that were merged. Immutable. */
record Batch(SnapshotBacklog.Ticket ticket, List<Snapshot> snapshots) {

    /** This batch and the one after it as one, in which each task has one snapshot: its newest, with the intervals of all. */
    Batch with(Batch next) {
        Map<TaskId, Snapshot> ofTask = new LinkedHashMap<>(2 * Math.max(snapshots.size(), next.snapshots.size()));
        for (List<Snapshot> part : List.of(snapshots, next.snapshots)) {
            for (Snapshot snapshot : part) {
                Snapshot earlier = ofTask.get(snapshot.task());
                ofTask.put(snapshot.task(), earlier == null ? snapshot : snapshot.covering(earlier));
            }
        }
        return new Batch(ticket, List.copyOf(ofTask.values()));
    }
}
