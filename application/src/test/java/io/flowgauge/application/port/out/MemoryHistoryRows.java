package io.flowgauge.application.port.out;

import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.RollupSum;
import io.flowgauge.domain.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of a history in memory, in the order of time. */
public final class MemoryHistoryRows implements HistoryRows {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::at).thenComparing(Place::task);

    private final MemorySnapshots snapshots;
    private final MemoryRollups rollups;
    private final MemoryFlowRuns runs;

    public MemoryHistoryRows(MemorySnapshots snapshots, MemoryRollups rollups, MemoryFlowRuns runs) {
        this.snapshots = snapshots;
        this.rollups = rollups;
        this.runs = runs;
    }

    @Override
    public List<Row> next(Wanted wanted, Optional<Place> after, int limit) {
        return all(wanted)
                .filter(did -> did.tenant().equals(wanted.tenant())
                        && !did.startsAt().isBefore(wanted.from())
                        && did.startsAt().isBefore(wanted.to())
                        && did.task().equals(wanted.task().orElse(did.task())))
                .map(did -> new Row(did, named(did)))
                .filter(row ->
                        wanted.flow().isEmpty() || row.of().map(Named::flow).equals(wanted.flow()))
                .filter(row -> after.isEmpty() || ORDER.compare(row.place(), after.get()) > 0)
                .sorted(Comparator.comparing(Row::place, ORDER))
                .limit(limit)
                .toList();
    }

    private Stream<Rollup> all(Wanted wanted) {
        return switch (wanted.resolution()) {
            case CHECKS -> snapshots.all().stream().map(MemoryHistoryRows::check);
            case MINUTES -> rollups.minutes.values().stream();
            case HOURS -> rollups.hours.values().stream();
        };
    }

    private static Rollup check(Snapshot check) {
        RollupSum one = new RollupSum(check.tenant(), check.task());
        one.add(check);
        return one.from(check.checkedAt());
    }

    private Optional<Named> named(Rollup did) {
        return runs.task(did.tenant(), did.task())
                .map(known -> new Named(
                        known.ids().run(),
                        known.ids().flow(),
                        known.task().description().flow(),
                        known.task().description().name(),
                        known.task().requestId(),
                        known.task().description().type()));
    }
}
