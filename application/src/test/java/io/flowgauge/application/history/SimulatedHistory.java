package io.flowgauge.application.history;

import io.flowgauge.application.live.Checker;
import io.flowgauge.application.live.LiveTasks;
import io.flowgauge.application.live.TaskEndings;
import io.flowgauge.application.live.TaskFigures;
import io.flowgauge.application.port.in.RecordReports.Batch;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.HistoryGaps;
import io.flowgauge.application.port.out.HistoryParts;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.application.port.out.Rollups;
import io.flowgauge.application.port.out.Snapshots;
import io.flowgauge.application.recording.Recording;
import io.flowgauge.domain.LatencyBuckets;
import io.flowgauge.domain.LatencyScale;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Years in minutes: tasks that report, end and are followed by others, the service's checks of them, and the upkeep of their history, by a
 * clock that is moved by hand. A tenth of the engines go back to a checkpoint now and then; half of them give distributions of latency.
 */
public final class SimulatedHistory {
    private final Duration interval;
    private final Random random = new Random(20260302);
    private final LiveTasks live = new LiveTasks(() -> now().toEpochMilli());
    private final SnapshotBacklog backlog = new SnapshotBacklog(1_000_000, Duration.ofSeconds(30));
    private final Recording recording;
    private final Checker checker;
    private final HistoryWriter writer;
    private final HistoryUpkeep upkeep;
    private final List<Engine> engines = new ArrayList<>();
    private final Map<String, Long> ended = new LinkedHashMap<>();
    private Instant now;
    private long snapshots;

    public SimulatedHistory(
            Snapshots toSnapshots,
            FlowRuns flowRuns,
            Rollups rollups,
            HistoryParts parts,
            HistoryGaps gaps,
            Retention retention,
            Instant start,
            Duration interval,
            int tasks) {
        this.now = start;
        this.interval = interval;
        TaskFigures figures = new TaskFigures();
        TaskEndings endings = new TaskEndings(live, flowRuns, backlog, figures);
        this.recording = new Recording(live, endings, flowRuns, figures, () -> now);
        this.checker = new Checker(live, endings, backlog, figures, interval, Duration.ofDays(1));
        this.writer = new HistoryWriter(backlog, live, toSnapshots, gaps, flowRuns, Duration.ofMillis(1));
        this.upkeep = new HistoryUpkeep(rollups, parts, flowRuns, backlog, retention);
        for (int number = 0; number < tasks; number++) {
            engines.add(new Engine(number));
        }
    }

    /** One task after the other. */
    private final class Engine {
        private final int number;
        private int execution;
        private long sequence;
        private long records;
        private Instant ends = Instant.EPOCH;
        private long count;
        private long sum;
        private final long[] buckets = new long[LatencyScale.HIGHEST + 1];

        Engine(int number) {
            this.number = number;
        }

        private String id() {
            return "task-" + number + "-" + execution;
        }

        List<TaskReport> reports() {
            List<TaskReport> reports = new ArrayList<>();
            if (!now.isBefore(ends)) {
                if (execution > 0) {
                    reports.add(report(new TaskState.Ended(Outcome.COMPLETED, now, null), false));
                    ended.put(id(), records);
                }
                begin();
                reports.add(report(TaskState.RUNNING, true));
            }
            move();
            reports.add(report(TaskState.RUNNING, false));
            return reports;
        }

        private void begin() {
            execution++;
            sequence = 0;
            records = 0;
            count = 0;
            sum = 0;
            java.util.Arrays.fill(buckets, 0);
            long shortest = interval.toMillis() * 3;
            ends = now.plusMillis(shortest + (long) (Math.exp(random.nextDouble() * 6) * interval.toMillis() * 10));
        }

        private void move() {
            if (number % 10 == 3 && random.nextInt(50) == 0) {
                records = Math.max(0, records - 40);
                return;
            }
            int more = random.nextInt(200);
            records += more;
            for (int record = 0; record < more; record++) {
                int bucket = 18 + (int) Math.abs(random.nextGaussian() * 4);
                buckets[bucket]++;
                sum += LatencyScale.valueMs(bucket);
                count++;
            }
        }

        private TaskReport report(TaskState.Reported state, boolean whole) {
            LatencyBuckets distribution = number % 2 == 0 ? LatencyBuckets.of(buckets) : null;
            LatencyStats latency =
                    count == 0 ? null : new LatencyStats(count, sum, 0, Integer.MAX_VALUE, 100, distribution);
            return new TaskReport(
                    new RequestId(id()),
                    ++sequence,
                    state,
                    now,
                    new Progress(records, 1_000_000L, 3L, records * 100, now, latency, null),
                    whole
                            ? PortFixture.described(
                                    "flow " + number,
                                    Integer.toString(execution),
                                    List.of(TaskType.values()).get(number % 5))
                            : null);
        }
    }

    /** Lets so much time pass, check by check; upkeep rolls up each hour and tidies each day. */
    public void pass(Duration time) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            now = now.plus(interval);
            report();
            checker.check(now);
            snapshots += backlog.size().waiting();
            write();
            if (now.toEpochMilli() % Duration.ofHours(1).toMillis() < interval.toMillis()) {
                rollUp();
            }
            if (now.toEpochMilli() % Duration.ofDays(1).toMillis() < interval.toMillis()) {
                upkeep.tidy(now);
            }
        }
    }

    private void report() {
        Batch batch = recording.open(PortFixture.TENANT);
        // Between two checks, at an odd moment, as endings are.
        Instant check = now;
        now = now.minusMillis(interval.toMillis() / 3 + 7);
        engines.forEach(engine -> engine.reports().forEach(batch::add));
        batch.commit();
        now = check;
    }

    private void write() {
        try {
            while (backlog.size().waiting() > 0) {
                var unused = writer.round(Duration.ZERO);
            }
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    public void rollUp() {
        upkeep.rollUp(now.plus(HistoryUpkeep.CLOSED_AFTER));
    }

    public Instant now() {
        return now;
    }

    /** Checks of tasks that were written, endings not counted. */
    public long snapshots() {
        return snapshots;
    }

    /** Final counts by request id of the tasks that ended. */
    public Map<String, Long> ended() {
        return ended;
    }
}
