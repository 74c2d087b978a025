package io.flowgauge.application.live;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.live.TaskEndings.Claimed;
import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.EndTasks;
import io.flowgauge.application.port.in.TaskNow;
import io.flowgauge.application.port.out.FlowRuns;
import io.flowgauge.application.port.out.FlowRuns.Ending;
import io.flowgauge.application.port.out.FlowRuns.Written;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.EndingByHand;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Ends tasks by hand, on the way that the endings that engines report go. */
public final class HandEndings implements EndTasks {
    private record ByHand(Task task, Optional<RunStatement.Said> said) implements TaskEndings.Outcome {}

    private final LiveTasks live;
    private final TaskEndings endings;
    private final FlowRuns flowRuns;
    private final Function<TenantId, String> tenantNames;
    private final AuditLog audit;
    private final InstantSource clock;

    public HandEndings(
            LiveTasks live,
            TaskEndings endings,
            FlowRuns flowRuns,
            Function<TenantId, String> tenantNames,
            AuditLog audit,
            InstantSource clock) {
        this.live = live;
        this.endings = endings;
        this.flowRuns = flowRuns;
        this.tenantNames = tenantNames;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Answer end(Actor actor, TaskId id, EndingByHand hand) {
        Answer answer = end(actor.tenant(), id, hand);
        if (answer instanceof Answer.Ended ended) {
            Task task = ended.task().task();
            audit.note(
                    actor,
                    Action.TASK_ENDED,
                    new Target(Long.toString(id.value()), task.description().name()),
                    hand.outcome().word() + ": " + hand.reason());
        }
        return answer;
    }

    private Answer end(TenantId tenant, TaskId id, EndingByHand hand) {
        LiveEntry entry = live.find(tenant, id);
        if (entry != null) {
            return end(entry, hand);
        }
        Optional<KnownTask> known = flowRuns.task(tenant, id);
        if (known.isEmpty()) {
            return new Answer.NoSuchTask();
        }
        // One that ended, that was lost long ago, or that another service keeps.
        return known.get().task().hasEnded()
                ? new Answer.EndedBefore(TaskQueries.now(tenantNames.apply(tenant), known.get(), clock.instant()))
                : end(live.add(known.get(), Optional.empty()), hand);
    }

    private Answer end(LiveEntry entry, EndingByHand hand) {
        endings.awaitUnclaimed(entry);
        // As engines tell times.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Ending> claimed = endings.claim(
                        entry, (task, said) -> new ByHand(task.endedByHand(hand, now), said), now)
                .map(Claimed::ending);
        if (claimed.isEmpty()) {
            return new Answer.EndedBefore(now(entry));
        }
        if (!write(entry, claimed.get())) {
            endings.overtaken(entry);
            return new Answer.EndedBefore(now(entry));
        }
        endings.written(entry, claimed.get());
        return new Answer.Ended(now(entry));
    }

    /** False when the history has the task as ended already. */
    private boolean write(LiveEntry entry, Ending ending) {
        try {
            Written written = flowRuns.write(List.of(), List.of(ending));
            return written.ended().contains(ending.ids().task());
        } catch (RuntimeException failed) {
            endings.failed(entry);
            throw failed;
        }
    }

    private TaskNow now(LiveEntry entry) {
        String tenant = tenantNames.apply(entry.task().tenant());
        return TaskQueries.now(tenant, entry.now(), clock.instant());
    }
}
