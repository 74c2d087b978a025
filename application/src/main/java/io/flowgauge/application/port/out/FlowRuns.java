package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.FlowRun;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunLife;
import io.flowgauge.domain.RunState;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskSummary;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Flows, their runs and the tasks in them, durably. Every method throws {@link HistoryUnavailable} when the history is away.
 */
public interface FlowRuns {

    /**
     * A task that begins.
     *
     * @param task as its first reports tell it; it may have ended already
     * @param at the service's time, the {@code checkedAt} of the last snapshot of a task that has ended already
     * @param said what its reports say of the run
     */
    record Beginning(Task task, Instant at, Optional<RunStatement.Said> said) {}

    /**
     * A known task that ended.
     *
     * @param last its last snapshot
     */
    record Ending(TaskIds ids, Task task, Snapshot last, Optional<RunStatement.Said> said) {}

    /**
     * What a write made durable.
     *
     * @param begun one a beginning, in their order: as it was begun, or as it was known before when its request id was there
     * @param created tasks of {@code begun} that were not there before
     * @param ended tasks whose ending this write made; the other endings' tasks had ended before
     */
    record Written(List<KnownTask> begun, Set<TaskId> created, Set<TaskId> ended) {}

    /**
     * Makes beginnings and endings durable, all or none, in a number of statements that does not grow with theirs. Gives
     * each new flow, run and task its number, once per (tenant, flow), (tenant, flow, run key) and (tenant, request id),
     * whatever races. Writes the last snapshot of each task that ended by this write, and every touched run's
     * {@linkplain RunLife life}. No two beginnings share a request id, no two endings a task.
     */
    Written write(List<Beginning> beginnings, List<Ending> endings);

    /**
     * A known task whose description changed, or that got lost or runs again.
     *
     * @param last its last check: a lost task goes on from there when it is heard of again
     */
    record Change(TaskIds ids, Task task, Checkpoint last, Optional<RunStatement.Said> said) {}

    /**
     * Takes over description, state and {@code heard} of tasks, and their runs' lives. A task that the history has as ended keeps its
     * state and takes the description alone; one whose stored description comes from a higher sequence keeps that.
     */
    void update(List<Change> changes);

    /** All tasks that run, and those lost since {@code lostSince}. */
    List<KnownTask> unfinished(Instant lostSince);

    /**
     * The tasks of these request ids that are known, ended ones included. What is being written of them is waited for, for a short while: a
     * commit whose connection died may still be on its way.
     */
    List<KnownTask> known(TenantId tenant, Collection<RequestId> requestIds);

    /** The task of that number; empty when the tenant has no such task. */
    Optional<KnownTask> task(TenantId tenant, TaskId id);

    /** Which run of a flow. */
    sealed interface Choice {
        record ById(AuditId id) implements Choice {}

        record ByMessage(java.util.UUID messageId) implements Choice {}

        /** The newest run in one of these states. */
        record NewestIn(Set<RunState> states) implements Choice {}

        /** The newest running one, else the newest. */
        record CurrentOrLast() implements Choice {}
    }

    /** The chosen run of the tenant's flow; empty when there is no such flow or run. */
    Optional<FlowRun> run(TenantId tenant, FlowId flow, Choice choice);

    /** All tasks of runs, as the history has them, by run; a run that has none is not there. */
    Map<AuditId, List<TaskSummary>> tasksOf(TenantId tenant, Collection<AuditId> runs);

    /** A place among the tasks of a run. */
    record TaskPlace(Instant started, TaskId task) {}

    /** At most {@code limit} tasks of a run, ordered by their start, then number, from after a place on. */
    List<KnownTask> tasks(TenantId tenant, AuditId run, Optional<TaskPlace> after, int limit);

    /** The first tasks of runs, at most {@code each} of each run, ordered by their start, then number, by run; a run that has none is not there. */
    Map<AuditId, List<KnownTask>> firstTasks(TenantId tenant, Collection<AuditId> runs, int each);

    /** Forgets some of the runs that ended before, of any tenant, with their tasks; returns how many, 0 when none is left. */
    int forgetEndedBefore(Instant before);
}
