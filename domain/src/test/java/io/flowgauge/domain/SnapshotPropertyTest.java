package io.flowgauge.domain;

import static io.flowgauge.domain.TaskFixture.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SnapshotPropertyTest {
    private static final TaskId ID = new TaskId(1);

    /** The snapshots of checks each 10 s, of which each sees the next progress. */
    private static List<Snapshot> checked(List<Progress> seen) {
        Task task = TaskFixture.begun();
        Checkpoint last = Checkpoint.NONE;
        List<Snapshot> all = new ArrayList<>();
        for (Progress progress : seen) {
            long number = all.size() + 2L;
            task = task.apply(new TaskReport(TaskFixture.COPY, number, TaskState.RUNNING, TEN, progress, null), TEN)
                    .task();
            Snapshot snapshot = Snapshot.of(task, ID, last, TEN.plusSeconds(10 * number));
            last = snapshot.checkpoint();
            all.add(snapshot);
        }
        return all;
    }

    private static List<Snapshot> ofRecords(List<Long> totals) {
        return checked(totals.stream().map(Progress::ofRecords).toList());
    }

    /** The progress after each of these latencies, in ms; a negative one stands for a report without a new record. */
    private static List<Progress> measured(List<Integer> latencies) {
        List<Progress> all = new ArrayList<>();
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        LatencyStats stats = null;
        for (int ms : latencies) {
            if (ms >= 0) {
                counts[LatencyScale.index(ms)]++;
                LatencyBuckets buckets = LatencyBuckets.of(counts);
                stats = stats == null
                        ? new LatencyStats(1, ms, ms, ms, ms, buckets)
                        : new LatencyStats(
                                stats.count() + 1,
                                stats.sumMs() + ms,
                                Math.min(stats.minMs(), ms),
                                Math.max(stats.maxMs(), ms),
                                ms,
                                buckets);
            }
            all.add(new Progress(stats == null ? 0 : stats.count(), null, null, null, null, stats, null));
        }
        return all;
    }

    private static Snapshot allInOne(List<Snapshot> snapshots) {
        return snapshots.stream()
                .reduce((earlier, later) -> later.covering(earlier))
                .orElseThrow();
    }

    @Property
    void intervalRecordsAddUpToTheFinalCountAlsoWhenTheEngineGoesBack(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> totals) {
        List<Snapshot> all = ofRecords(totals);

        Snapshot last = all.get(all.size() - 1);
        assertThat(all.stream().mapToLong(Snapshot::intervalRecords).sum()).isEqualTo(totals.get(totals.size() - 1));
        assertThat(last.checkpoint().at()).isEqualTo(last.checkedAt());
        assertThat(last.checkpoint().recordsSince(0)).isZero();
    }

    @Property
    void whatOneSnapshotCoversIsWhatTheyAddUpToAlsoWhenTheEngineGoesBack(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0) Long> totals) {
        List<Snapshot> all = ofRecords(totals);

        Snapshot one = allInOne(all);

        assertThat(one.intervalRecords()).isEqualTo(totals.get(totals.size() - 1));
        assertThat(one.checkpoint()).isEqualTo(all.get(all.size() - 1).checkpoint());
    }

    @Property
    void aSnapshotThatCoversOthersIsTheOneThatWouldHaveBeenTakenWithoutThem(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -1_000, max = 100_000) Integer> latencies) {
        List<Snapshot> all = checked(measured(latencies));
        Snapshot last = all.get(all.size() - 1);
        Progress progress = last.progress();
        Snapshot direct = new Snapshot(
                last.tenant(),
                ID,
                last.checkedAt(),
                last.state(),
                last.sequence(),
                progress,
                progress.records(),
                Checkpoint.NONE.latencySince(progress.latency()));

        assertThat(allInOne(all)).isEqualTo(direct);
    }

    @Example
    void latencyThatOnlyOneOfTwoIntervalsHasIsThatOfBoth() {
        List<Progress> seen = measured(List.of(7, -1));
        List<Snapshot> all = checked(List.of(seen.get(0), Progress.ofRecords(1), seen.get(1)));

        assertThat(all.get(1).covering(all.get(0)).intervalLatency())
                .isEqualTo(all.get(0).intervalLatency());
        assertThat(all.get(2).covering(all.get(1)).intervalLatency())
                .isEqualTo(all.get(2).intervalLatency());
    }

    @Example
    void countsPastTheLargestNumberStayThereWithoutADistribution() {
        long[] counts = new long[LatencyScale.HIGHEST + 1];
        counts[3] = Long.MAX_VALUE;
        LatencyStats stats = new LatencyStats(Long.MAX_VALUE, Long.MAX_VALUE, 1, 2, 1, LatencyBuckets.of(counts));
        Progress many = new Progress(1, null, null, null, null, stats, null);
        List<Snapshot> all = checked(List.of(many, Progress.ofRecords(0), many));

        IntervalLatency latency = allInOne(all).intervalLatency();

        assertThat(latency).isEqualTo(new IntervalLatency(Long.MAX_VALUE, Long.MAX_VALUE, null, null));
    }

    @Example
    void onlyTheSameTasksLaterSnapshotCovers() {
        List<Snapshot> all = ofRecords(List.of(1L, 2L));

        assertThatThrownBy(() -> all.get(0).covering(all.get(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be the same task's, and later");
        assertThatThrownBy(() -> all.get(0).covering(all.get(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whatIsStoredIsAllThatARowHas(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 1_000) Integer> ms) {
        Snapshot last = allInOne(checked(measured(ms)));
        LatencyStats latency = last.progress().latency();

        assertThat(last.asStored().intervalLatency()).isEqualTo(last.intervalLatency());
        assertThat(last.asStored().progress().latency())
                .isEqualTo(new LatencyStats(
                        latency.count(), latency.sumMs(), latency.minMs(), latency.maxMs(), latency.lastMs()));
    }
}
