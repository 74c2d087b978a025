package io.flowgauge.application.port.out;

import io.flowgauge.domain.IntervalLatency;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RollupStep;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Snapshots in memory. */
public final class MemorySnapshots implements Snapshots {
    private final Outage outage;
    private final TreeMap<String, Snapshot> rows = new TreeMap<>();
    private final List<Snapshot> inOrderOfWriting = new ArrayList<>();

    /** What a {@link MemoryRollups} on these snapshots keeps of them. */
    Instant closedUntil = Instant.EPOCH;

    final TreeSet<Instant> dirtyMinutes = new TreeSet<>();

    public MemorySnapshots(Outage outage) {
        this.outage = outage;
    }

    private static String key(Snapshot row) {
        return row.tenant().value() + "/" + String.format("%019d", row.task().value()) + "/"
                + String.format("%019d", row.checkedAt().toEpochMilli());
    }

    @Override
    public void append(List<Snapshot> batch) {
        add(batch);
        outage.answer();
    }

    synchronized void add(Collection<Snapshot> batch) {
        outage.check();
        for (Snapshot row : batch) {
            if (rows.containsKey(key(row))) {
                throw new IllegalStateException(
                        "there are two snapshots of task " + row.task().value() + " at " + row.checkedAt());
            }
        }
        batch.forEach(this::put);
    }

    private void put(Snapshot row) {
        rows.put(key(row), clamped(row));
        inOrderOfWriting.add(row);
        if (!row.checkedAt().isAfter(closedUntil)) {
            dirtyMinutes.add(RollupStep.MINUTE.ofCheck(row.checkedAt()));
        }
    }

    @Override
    public synchronized void appendMissing(List<Snapshot> batch) {
        outage.check();
        batch.stream().filter(row -> !rows.containsKey(key(row))).forEach(this::put);
        outage.answer();
    }

    private static Snapshot clamped(Snapshot row) {
        Progress progress = row.progress();
        LatencyStats latency = progress.latency();
        LatencyStats kept = latency == null
                ? null
                : new LatencyStats(
                        latency.count(),
                        Math.min(
                                latency.sumMs(),
                                Math.max(
                                        Integer.MAX_VALUE,
                                        latency.sumMs() - (latency.maxMs() - clamp(latency.maxMs())))),
                        clamp(latency.minMs()),
                        clamp(latency.maxMs()),
                        clamp(latency.lastMs()));
        return new Snapshot(
                row.tenant(),
                row.task(),
                row.checkedAt(),
                row.state(),
                row.sequence(),
                new Progress(
                        progress.records(),
                        null,
                        progress.recordsFailed(),
                        progress.bytes(),
                        progress.lastRecordReceived(),
                        kept,
                        null),
                row.intervalRecords(),
                clamped(row.intervalLatency()));
    }

    private static IntervalLatency clamped(IntervalLatency latency) {
        if (latency == null) {
            return null;
        }
        long count = clamp(latency.count());
        return new IntervalLatency(count, count * clamp(latency.averageMs()), latency.buckets(), latency.spread());
    }

    private static long clamp(long ms) {
        return Math.min(Integer.MAX_VALUE, ms);
    }

    public synchronized List<Snapshot> of(TaskId task) {
        return rows.values().stream()
                .filter(row -> Objects.equals(row.task(), task))
                .toList();
    }

    /** The moments of a task's snapshots in the order they were written in. */
    public synchronized List<Instant> momentsAsWritten(TaskId task) {
        return inOrderOfWriting.stream()
                .filter(row -> Objects.equals(row.task(), task))
                .map(Snapshot::checkedAt)
                .toList();
    }

    public synchronized List<Snapshot> all() {
        return List.copyOf(rows.values());
    }

    synchronized void dropBetween(Instant from, Instant until) {
        rows.values()
                .removeIf(row ->
                        !row.checkedAt().isBefore(from) && row.checkedAt().isBefore(until));
    }
}
