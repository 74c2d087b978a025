package io.flowgauge.application.port.out;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.RollupSum;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Minutes and hours in memory, one step at a time. */
public final class MemoryRollups implements Rollups {
    record Key(Instant startsAt, TaskId task) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byStart = startsAt.compareTo(other.startsAt);
            return byStart != 0 ? byStart : task.compareTo(other.task);
        }
    }

    private final MemorySnapshots snapshots;
    private final Outage outage;
    final TreeMap<Key, Rollup> minutes = new TreeMap<>();
    final TreeMap<Key, Rollup> hours = new TreeMap<>();
    Instant minutesUntil = Instant.EPOCH;
    Instant hoursUntil = Instant.EPOCH;
    Instant snapshotsFrom = Instant.EPOCH;
    Instant minutesFrom = Instant.EPOCH;

    public MemoryRollups(MemorySnapshots snapshots, Outage outage) {
        this.snapshots = snapshots;
        this.outage = outage;
    }

    @Override
    public Progress progress() {
        outage.check();
        return new Progress(snapshots.closedUntil, minutesUntil, hoursUntil, snapshots.dirtyMinutes.size());
    }

    @Override
    public void close(Instant until) {
        outage.check();
        if (until.isAfter(snapshots.closedUntil)) {
            snapshots.closedUntil = until;
        }
    }

    @Override
    public boolean makeMinutes() {
        outage.check();
        if (!minutesUntil.isBefore(snapshots.closedUntil)) {
            return false;
        }
        Instant next = snapshots.all().stream()
                .map(row -> RollupStep.MINUTE.ofCheck(row.checkedAt()))
                .filter(minute -> !minute.isBefore(minutesUntil))
                .min(Instant::compareTo)
                .filter(minute -> minute.isBefore(snapshots.closedUntil))
                .orElse(snapshots.closedUntil);
        if (next.isBefore(snapshots.closedUntil)) {
            minutes.putAll(minute(next));
            minutesUntil = next.plus(RollupStep.MINUTE.length());
        } else {
            minutesUntil = snapshots.closedUntil;
        }
        return minutesUntil.isBefore(snapshots.closedUntil);
    }

    private Map<Key, Rollup> minute(Instant start) {
        Map<Key, RollupSum> sums = new TreeMap<>();
        for (Snapshot row : snapshots.all()) {
            if (RollupStep.MINUTE.ofCheck(row.checkedAt()).equals(start)) {
                sums.computeIfAbsent(new Key(start, row.task()), key -> new RollupSum(row.tenant(), row.task()))
                        .add(row);
            }
        }
        return made(sums);
    }

    private static Map<Key, Rollup> made(Map<Key, RollupSum> sums) {
        Map<Key, Rollup> made = new TreeMap<>();
        sums.forEach((key, sum) -> made.put(key, sum.from(key.startsAt())));
        return made;
    }

    private Map<Key, Rollup> hour(Instant start) {
        Map<Key, RollupSum> sums = new TreeMap<>();
        minutes.values().stream()
                .filter(row -> RollupStep.HOUR.ofStart(row.startsAt()).equals(start))
                .forEach(row -> sums.computeIfAbsent(
                                new Key(start, row.task()), key -> new RollupSum(row.tenant(), row.task()))
                        .add(row));
        return made(sums);
    }

    @Override
    public boolean makeHours() {
        outage.check();
        Instant end = RollupStep.HOUR.ofStart(minutesUntil);
        if (!hoursUntil.isBefore(end)) {
            return false;
        }
        Instant start = minutes.keySet().stream()
                .map(key -> RollupStep.HOUR.ofStart(key.startsAt()))
                .filter(hour -> !hour.isBefore(hoursUntil) && hour.isBefore(end))
                .min(Instant::compareTo)
                .orElse(end.minus(Duration.ofHours(1)));
        hours.putAll(hour(start));
        hoursUntil = start.plus(RollupStep.HOUR.length());
        return hoursUntil.isBefore(end);
    }

    @Override
    public boolean remakeMinute() {
        outage.check();
        if (snapshots.dirtyMinutes.isEmpty() || !snapshots.dirtyMinutes.first().isBefore(minutesUntil)) {
            return false;
        }
        Instant minute = snapshots.dirtyMinutes.pollFirst();
        put(minutes, minute(minute), !minute.isBefore(snapshotsFrom));
        Instant hour = RollupStep.HOUR.ofStart(minute);
        if (hour.isBefore(hoursUntil)) {
            put(hours, hour(hour), !hour.isBefore(minutesFrom));
        }
        return true;
    }

    private static void put(Map<Key, Rollup> table, Map<Key, Rollup> made, boolean anew) {
        made.forEach((key, row) -> {
            if (anew) {
                table.put(key, row);
            } else {
                table.putIfAbsent(key, row);
            }
        });
    }

    public List<Rollup> minutes(TaskId task) {
        return of(minutes, task);
    }

    public List<Rollup> hours(TaskId task) {
        return of(hours, task);
    }

    private static List<Rollup> of(Map<Key, Rollup> table, TaskId task) {
        return table.values().stream().filter(row -> row.task().equals(task)).toList();
    }
}
