package io.flowgauge.application.live;

import io.flowgauge.domain.Outcome;
import io.flowgauge.domain.Snapshot;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Sums by tenant and type for those who watch the service itself: what runs, and what was moved and ended since its start. */
public final class TaskFigures {
    /** Tasks of one type in one tenant. */
    public record Group(TenantId tenant, TaskType type) {}

    /** The sums of a group. Running and lost are those of the last check. */
    public static final class Sums {
        private final LongAdder records = new LongAdder();
        private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
        private volatile long running;
        private volatile long lost;

        // of the checker's thread alone
        private long runningSoFar;
        private long lostSoFar;

        private Sums() {
            for (Outcome outcome : Outcome.values()) {
                ended.put(outcome, new LongAdder());
            }
        }

        public long running() {
            return running;
        }

        public long lost() {
            return lost;
        }

        /** Records processed since the service's start, as checks and endings saw them; never falls. */
        public long records() {
            return records.sum();
        }

        /** Tasks that ended so since the service's start. */
        public long ended(Outcome outcome) {
            LongAdder count = ended.get(outcome);
            return count == null ? 0 : count.sum();
        }
    }

    private final ConcurrentMap<Group, Sums> byGroup = new ConcurrentHashMap<>();

    /** Forgets what is known of a group; of its tenant nothing is left. */
    public void forget(Group group) {
        byGroup.remove(group);
    }

    /** All groups that ever had a task since the start. */
    public Map<Group, Sums> groups() {
        return Map.copyOf(byGroup);
    }

    private Sums of(Task task) {
        return byGroup.computeIfAbsent(
                new Group(task.tenant(), task.description().type()), group -> new Sums());
    }

    void saw(Task task) {
        if (task.isRunning()) {
            of(task).runningSoFar++;
        } else if (!task.hasEnded()) {
            of(task).lostSoFar++;
        }
    }

    void sawAll() {
        for (Sums sums : byGroup.values()) {
            sums.running = sums.runningSoFar;
            sums.lost = sums.lostSoFar;
            sums.runningSoFar = 0;
            sums.lostSoFar = 0;
        }
    }

    void moved(Task task, Snapshot snapshot) {
        // What an engine took back when it went to a checkpoint is not taken off: a counter never falls.
        if (snapshot.intervalRecords() > 0) {
            of(task).records.add(snapshot.intervalRecords());
        }
    }

    /** A task that had ended when it was first heard of. */
    public void began(Task task) {
        if (task.hasEnded()) {
            of(task).records.add(task.progress().records());
            ended(task);
        }
    }

    void ended(Task task) {
        if (task.state() instanceof TaskState.Ended end) {
            LongAdder count = of(task).ended.get(end.outcome());
            if (count != null) {
                count.increment();
            }
        }
    }
}
