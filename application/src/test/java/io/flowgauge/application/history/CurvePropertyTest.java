package io.flowgauge.application.history;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static io.flowgauge.application.port.out.PortFixture.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.in.Page;
import io.flowgauge.application.port.in.QueryTaskHistory.Answer;
import io.flowgauge.application.port.in.QueryTaskHistory.Detail;
import io.flowgauge.application.port.in.QueryTaskHistory.Point;
import io.flowgauge.application.port.in.QueryTaskHistory.Span;
import io.flowgauge.application.port.in.QueryTasks;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.MemoryHistoryGaps;
import io.flowgauge.application.port.out.MemoryRollups;
import io.flowgauge.application.port.out.MemorySnapshots;
import io.flowgauge.application.port.out.MemoryTaskHistory;
import io.flowgauge.application.port.out.Outage;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever is rolled up how far, and however finely it is asked for: each check is in exactly one point of a curve. */
class CurvePropertyTest {
    private static final TaskId ID = new TaskId(7);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long[] STEPS = {10_000, 70_000, 60_000, 420_000, 3_600_000, 10_800_000};

    private final Outage outage = new Outage();

    /** A check after so many intervals. */
    private static List<Snapshot> checks(List<Integer> intervals) {
        List<Snapshot> checks = new ArrayList<>();
        Instant at = TEN;
        long records = 0;
        for (int after : intervals) {
            at = at.plus(INTERVAL.multipliedBy(after));
            long more = after % 5 == 0 ? -3 : 10 + after;
            records = Math.max(0, records + more);
            long before = checks.isEmpty()
                    ? 0
                    : checks.get(checks.size() - 1).progress().records();
            checks.add(new Snapshot(
                    TENANT,
                    ID,
                    at,
                    TaskState.RUNNING,
                    checks.size(),
                    Progress.ofRecords(records),
                    records - before,
                    null));
        }
        return checks;
    }

    /** With the minutes until then made, and so many of the hours. */
    private MemoryTaskHistory history(List<Snapshot> checks, Instant minutesUntil, int hours) {
        MemorySnapshots snapshots = new MemorySnapshots(outage);
        snapshots.append(checks);
        MemoryRollups rollups = new MemoryRollups(snapshots, outage);
        rollups.close(minutesUntil);
        boolean more = true;
        while (more) {
            more = rollups.makeMinutes();
        }
        more = true;
        for (int made = 0; made < hours && more; made++) {
            more = rollups.makeHours();
        }
        return new MemoryTaskHistory(snapshots, rollups, outage);
    }

    private static QueryTasks tasks(Task task, Checkpoint last, Instant now) {
        return new QueryTasks() {
            @Override
            public Page<TaskNow, Position> live(
                    TenantId tenant, Filter filter, Order order, Optional<Position> after, int limit) {
                throw new UnsupportedOperationException("curves need one task");
            }

            @Override
            public Optional<TaskNow> task(TenantId tenant, TaskId id) {
                TaskIds ids = new TaskIds(ID, new AuditId(1), new FlowId(1));
                return Optional.of(new TaskNow("default", ids, task, last, now));
            }
        };
    }

    private static Task with(long records) {
        Task task = running("orders", "run", "copy");
        return new Task(
                task.tenant(),
                task.requestId(),
                task.description(),
                TEN,
                task.sequence(),
                task.describedBy(),
                task.state(),
                Progress.ofRecords(records),
                TEN);
    }

    @Property(tries = 2_000)
    void eachCheckIsInOnePoint(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 400) Integer> intervals,
            @ForAll @IntRange(min = -1, max = 5_000) int minutes,
            @ForAll @IntRange(min = 0, max = 20) int hours,
            @ForAll @IntRange(min = 0, max = 5) int step,
            @ForAll @LongRange(min = 0, max = 100_000) long from,
            @ForAll @LongRange(min = 0, max = 29_000) long moreThanChecked) {
        List<Snapshot> checks = checks(intervals);
        Snapshot last = checks.get(checks.size() - 1);
        Instant now = last.checkedAt().plusMillis(moreThanChecked);
        MemoryTaskHistory history = history(checks, TEN.plusSeconds(60L * minutes), hours);
        Task task = with(last.progress().records() + 5);
        TaskCurves curves = new TaskCurves(
                tasks(task, last.checkpoint(), now), history, new MemoryHistoryGaps(new Outage()), INTERVAL);
        long total = Duration.between(TEN, now).toSeconds();
        Span span = new Span(TEN.plusSeconds(from % total), now);
        long ms = STEPS[step];
        Detail detail = total * 1_000 / ms < 4_900 ? new Detail.Every(Duration.ofMillis(ms)) : new Detail.AtMost(500);

        Answer.Curve curve = (Answer.Curve) curves.curve(TENANT, ID, span, detail);

        long stepMs = curve.step().toMillis();
        Map<Long, Long> expected = checks.stream()
                .collect(Collectors.groupingBy(
                        check -> Math.floorDiv(check.checkedAt().toEpochMilli() - 1, stepMs) * stepMs,
                        Collectors.summingLong(Snapshot::intervalRecords)));
        Instant first = curve.points().get(0).at();
        assertThat(first)
                .isEqualTo(Instant.ofEpochMilli(Math.floorDiv(span.from().toEpochMilli(), stepMs) * stepMs));
        long records = 0;
        for (int at = 0; at < curve.points().size(); at++) {
            Point point = curve.points().get(at);
            assertThat(point.at()).isEqualTo(first.plusMillis(at * stepMs));
            boolean isLast = at == curve.points().size() - 1;
            assertThat(point.live()).isEqualTo(isLast);
            long live = isLast ? 5 : 0;
            Long stored = expected.get(point.at().toEpochMilli());
            if (stored == null && !isLast) {
                assertThat(point.did()).isNull();
            } else {
                assertThat(point.did().records()).isEqualTo((stored == null ? 0 : stored) + live);
                records += point.did().records();
            }
        }
        assertThat(records)
                .isEqualTo(5
                        + checks.stream()
                                .filter(check -> check.checkedAt().isAfter(first))
                                .mapToLong(Snapshot::intervalRecords)
                                .sum());
    }
}
