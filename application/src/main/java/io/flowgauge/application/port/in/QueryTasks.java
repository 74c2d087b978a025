package io.flowgauge.application.port.in;

import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks, found by what one wants of them. Reading changes nothing. */
public interface QueryTasks {

    /**
     * Tasks that run, and those lost in the last 24 hours. Reads memory alone, so it answers while PostgreSQL is away.
     *
     * @param after where the page before said that the rest begins; empty for the first page
     * @param limit tasks of a page, 1 or more
     */
    Page<TaskNow, Position> live(TenantId tenant, Filter filter, Order order, Optional<Position> after, int limit);

    /**
     * One task, live or of the past; empty when the tenant has no such task.
     *
     * @throws HistoryUnavailable it is not live, and the history is away
     */
    Optional<TaskNow> task(TenantId tenant, TaskId id);

    /**
     * What a task has to be; a part left empty lets all pass.
     *
     * @param flow the flow's exact name
     * @param text a part of the task's name, its flow's name or its request id, without regard to case
     */
    record Filter(
            Optional<TaskType> type,
            Optional<TaskState.Kind> state,
            Optional<String> flow,
            Optional<FlowId> flowId,
            Optional<AuditId> run,
            Optional<String> engine,
            Optional<String> text) {}

    /** What tasks are ordered by; those that have it unknown come last, and those that have it alike are ordered by their number. */
    enum Key {
        STARTED,
        DURATION,
        RECORDS,
        /** Of the last record. */
        LATENCY,
        /** Without regard to case. */
        NAME,
        /** The flow's name, without regard to case. */
        FLOW
    }

    record Order(Key key, boolean descending) {}

    /**
     * A place in an ordered list: after a task, as it was. It stays a place whatever becomes of that task; tasks that begin and end shift nothing, and
     * one whose key changes meanwhile may come twice or not at all.
     *
     * @param at when the first page was read, which durations are ordered by
     * @param number what the task had of a key that is a number; null when that was unknown
     * @param text what it had of a key that is a name
     */
    record Position(Order order, Instant at, @Nullable Long number, String text, TaskId task) {}
}
