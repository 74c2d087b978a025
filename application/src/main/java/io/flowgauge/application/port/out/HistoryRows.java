package io.flowgauge.application.port.out;

import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Resolution;
import io.flowgauge.domain.Rollup;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of a tenant's history, of all its tasks, in the order of time. Every method throws {@link HistoryUnavailable} when it is away. */
public interface HistoryRows {

    /**
     * Which rows.
     *
     * @param from their first moment
     * @param to the moment after their last
     * @param flow of tasks of that flow; empty for all
     * @param task of that task; empty for all
     */
    record Wanted(
            TenantId tenant,
            Resolution resolution,
            Instant from,
            Instant to,
            Optional<FlowId> flow,
            Optional<TaskId> task) {}

    /**
     * A row.
     *
     * @param did in it; begins where a minute or an hour does, and of a check at the check's moment, which is its end
     * @param of the task as it is called; empty when it is forgotten
     */
    record Row(Rollup did, Optional<Named> of) {
        /** Its place in the order. */
        public Place place() {
            return new Place(did.startsAt(), did.task());
        }
    }

    /** Which task it is, in words. */
    record Named(AuditId run, FlowId flow, String flowName, String name, RequestId requestId, TaskType type) {}

    /** A place in the order of time, then of tasks' numbers. */
    record Place(Instant at, TaskId task) {}

    /** The next rows after a place, or the first; at most {@code limit}, and fewer only when there are no more. */
    List<Row> next(Wanted wanted, Optional<Place> after, int limit);
}
