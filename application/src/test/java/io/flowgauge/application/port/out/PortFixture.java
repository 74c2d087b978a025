package io.flowgauge.application.port.out;

import io.flowgauge.application.port.out.FlowRuns.Beginning;
import io.flowgauge.application.port.out.FlowRuns.Ending;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.LatencyStats;
import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tasks to test with; all of tenant 1, which is there. */
public final class PortFixture {
    public static final TenantId TENANT = new TenantId(1);
    public static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private PortFixture() {}

    public static TaskDescription described(String flow, String runKey, TaskType type) {
        return new TaskDescription(
                flow,
                runKey,
                "copy " + flow,
                type,
                "etl",
                "engine-1",
                "sql",
                "select 1",
                TEN,
                Map.of("team", "crm"),
                "https://example.org",
                null,
                null);
    }

    public static Task task(
            String flow, String runKey, String requestId, TaskType type, TaskState.Reported state, long records) {
        TaskReport report = new TaskReport(
                new RequestId(requestId),
                1,
                state,
                TEN,
                new Progress(records, 9L, 0L, 7L, TEN, new LatencyStats(2, 5, 2, 3, 3), null),
                described(flow, runKey, type));
        return Task.begin(TENANT, report, report.description(), TEN, TEN);
    }

    public static Task running(String flow, String runKey, String requestId) {
        return task(flow, runKey, requestId, TaskType.LOAD, TaskState.RUNNING, 0);
    }

    public static TaskState.Ended ended(Outcome outcome) {
        return new TaskState.Ended(outcome, TEN.plusSeconds(60), outcome == Outcome.FAILED ? "disk full" : null);
    }

    public static Beginning beginning(Task task) {
        return new Beginning(task, TEN.plusSeconds(61), Optional.empty());
    }

    /** The task after its ending, with so many records. */
    public static Ending ending(KnownTask known, Outcome outcome, long records) {
        Task after = known.task()
                .apply(
                        new TaskReport(
                                known.task().requestId(),
                                known.task().sequence() + 1,
                                ended(outcome),
                                TEN.plusSeconds(60),
                                Progress.ofRecords(records),
                                null),
                        TEN.plusSeconds(60))
                .task();
        Snapshot last = Snapshot.of(after, known.ids().task(), known.last(), TEN.plusSeconds(61));
        return new Ending(known.ids(), after, last, Optional.empty());
    }

    public static Snapshot check(KnownTask known, Checkpoint before, long records, int second) {
        Task after = known.task()
                .apply(
                        new TaskReport(
                                known.task().requestId(),
                                100 + second,
                                TaskState.RUNNING,
                                TEN,
                                Progress.ofRecords(records),
                                null),
                        TEN)
                .task();
        return Snapshot.of(after, known.ids().task(), before, TEN.plusSeconds(second));
    }

    public static KnownTask begun(FlowRuns runs, Task task) {
        return runs.write(List.of(beginning(task)), List.of()).begun().get(0);
    }
}
