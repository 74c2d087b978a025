package io.flowgauge.application.live;

import io.flowgauge.application.history.UnsavedChanges;
import io.flowgauge.application.port.out.FlowRuns.Change;
import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.Uptime;
import io.flowgauge.domain.Applied;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.RunStatement;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The registry of live tasks: those that run, those lost lately, and for a while those that ended. */
public final class LiveTasks implements UnsavedChanges {
    // Many threads report, one checks, many read. A task's state is one immutable version behind one compare-and-set,
    // so a reader sees a
    // task whole. The indexes hold running and lost tasks in the order of the documented lists; they are changed only
    // at a beginning
    // and an end, and are weakly consistent: a list may miss a task that begins while it is written, never show one
    // twice.

    private record Key(TenantId tenant, RequestId requestId) {}

    private record IdKey(TenantId tenant, TaskId id) {}

    private record RunKey(TenantId tenant, AuditId run) {}

    private record Order(Instant started, RequestId requestId) implements Comparable<Order> {
        @Override
        public int compareTo(Order other) {
            int byStart = started.compareTo(other.started);
            return byStart != 0 ? byStart : requestId.compareTo(other.requestId);
        }
    }

    private final ConcurrentMap<Key, LiveEntry> byRequest = new ConcurrentHashMap<>();
    private final ConcurrentMap<IdKey, LiveEntry> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<TenantId, ConcurrentSkipListMap<Order, LiveEntry>> byTenant = new ConcurrentHashMap<>();
    private final ConcurrentMap<RunKey, ConcurrentSkipListMap<Order, LiveEntry>> byRun = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<LiveEntry> unsaved = new ConcurrentLinkedQueue<>();
    private final Uptime uptime;

    public LiveTasks(Uptime uptime) {
        this.uptime = uptime;
    }

    public @Nullable LiveEntry find(TenantId tenant, RequestId requestId) {
        return byRequest.get(new Key(tenant, requestId));
    }

    public @Nullable LiveEntry find(TenantId tenant, TaskId id) {
        return byId.get(new IdKey(tenant, id));
    }

    /** Takes over a task from the history; the entry that is there already wins. */
    public LiveEntry add(KnownTask known, Optional<RunStatement.Said> said) {
        Task task = known.task();
        LiveEntry entry = new LiveEntry(LiveTask.of(known, said, uptime.ms()));
        LiveEntry there = byRequest.putIfAbsent(new Key(task.tenant(), task.requestId()), entry);
        if (there != null) {
            return there;
        }
        byId.put(new IdKey(task.tenant(), known.ids().task()), entry);
        if (!task.hasEnded()) {
            Order order = order(task);
            byTenant.compute(task.tenant(), (tenant, tasks) -> with(tasks, order, entry));
            byRun.compute(new RunKey(task.tenant(), known.ids().run()), (run, tasks) -> with(tasks, order, entry));
        }
        return entry;
    }

    private static ConcurrentSkipListMap<Order, LiveEntry> with(
            @Nullable ConcurrentSkipListMap<Order, LiveEntry> tasks, Order order, LiveEntry entry) {
        ConcurrentSkipListMap<Order, LiveEntry> all = tasks == null ? new ConcurrentSkipListMap<>() : tasks;
        all.put(order, entry);
        return all;
    }

    /** Applies progress to a task. Marks it to be written behind when its description changed or it is heard of again. */
    public Applied apply(LiveEntry entry, TaskReport report, Instant now) {
        while (true) {
            LiveTask before = entry.now();
            Applied applied = before.task().apply(report, now);
            if (applied instanceof Applied.Contradicts) {
                return applied;
            }
            Optional<RunStatement.Said> said = laterSaid(before.said(), report);
            if (entry.replace(before, before.heard(applied.task(), said, uptime.ms()))) {
                if (mustBeSaved(before, applied.task(), said)) {
                    markUnsaved(entry);
                }
                return applied;
            }
        }
    }

    /** Something of a task arrived that cannot be taken now; it is not silent. */
    public void heardOf(LiveEntry entry, Instant now) {
        entry.update(live -> live.heard(live.task().heardAt(now), live.said(), uptime.ms()));
    }

    /** Since a report of it last arrived. */
    Duration silence(LiveTask task) {
        return Duration.ofMillis(uptime.ms() - task.heardMs());
    }

    private static boolean mustBeSaved(LiveTask before, Task after, Optional<RunStatement.Said> said) {
        return !after.description().equals(before.task().description())
                || !after.state().word().equals(before.task().state().word())
                || !said.map(RunStatement.Said::statement).equals(before.said().map(RunStatement.Said::statement));
    }

    /** What counts after a report: what it says of the run, unless something later was said. */
    public static Optional<RunStatement.Said> laterSaid(Optional<RunStatement.Said> known, TaskReport report) {
        if (report.description() == null || report.description().run() == null) {
            return known;
        }
        RunStatement.Said said = new RunStatement.Said(report.description().run(), report.reported());
        if (known.isEmpty()) {
            return Optional.of(said);
        }
        return Optional.of(known.get().at().isAfter(said.at()) ? known.get().after(said) : said.after(known.get()));
    }

    void markUnsaved(LiveEntry entry) {
        if (entry.unsaved.compareAndSet(false, true)) {
            unsaved.add(entry);
        }
    }

    @Override
    public List<Change> drainUnsaved() {
        // By entry: one that is marked again meanwhile counts once, in its newest version.
        Map<LiveEntry, Change> changes = new LinkedHashMap<>();
        for (LiveEntry entry = unsaved.poll(); entry != null; entry = unsaved.poll()) {
            // Cleared before the version is read: a change after it marks the entry again.
            entry.unsaved.set(false);
            LiveTask live = entry.now();
            changes.put(entry, new Change(live.ids(), live.task(), live.last(), live.said()));
        }
        return List.copyOf(changes.values());
    }

    @Override
    public void keepUnsaved(List<Change> changes) {
        for (Change change : changes) {
            LiveEntry entry = find(change.task().tenant(), change.task().requestId());
            if (entry != null) {
                markUnsaved(entry);
            }
        }
    }

    /** The task ended, durably: it leaves the lists, and what comes of it still is stale. */
    void end(LiveEntry entry, Task ended) {
        entry.update(live -> live.heard(ended, live.said(), uptime.ms()).with((LiveTask.PendingEnding) null));
        leaveLists(entry);
    }

    private void leaveLists(LiveEntry entry) {
        Task task = entry.task();
        Order order = order(task);
        ConcurrentSkipListMap<Order, LiveEntry> ofTenant = byTenant.get(task.tenant());
        if (ofTenant != null) {
            ofTenant.remove(order, entry);
        }
        byRun.computeIfPresent(new RunKey(task.tenant(), entry.ids().run()), (run, tasks) -> {
            tasks.remove(order, entry);
            return tasks.isEmpty() ? null : tasks;
        });
    }

    /** Forgets a task; a report of it finds it in the history. */
    void forget(LiveEntry entry) {
        Task task = entry.task();
        leaveLists(entry);
        byId.remove(new IdKey(task.tenant(), entry.ids().task()), entry);
        byRequest.remove(new Key(task.tenant(), task.requestId()), entry);
    }

    /**
     * Forgets the tasks of tenants that are not there any more, or on their way out; to be called each second, since a report that was let in
     * before may bring one back.
     */
    public void forgetUnless(Predicate<TenantId> isThere) {
        for (TenantId tenant : byTenant.keySet()) {
            if (!isThere.test(tenant)) {
                byRequest.values().stream()
                        .filter(entry -> entry.task().tenant().equals(tenant))
                        .forEach(this::forget);
                byTenant.computeIfPresent(tenant, (gone, tasks) -> tasks.isEmpty() ? null : tasks);
            }
        }
    }

    /** All tasks that are known, in no order. */
    Collection<LiveEntry> all() {
        return byRequest.values();
    }

    /** Running and lost tasks of a tenant, by start, then request id. */
    Collection<LiveEntry> of(TenantId tenant) {
        ConcurrentSkipListMap<Order, LiveEntry> tasks = byTenant.get(tenant);
        return tasks == null ? List.of() : tasks.values();
    }

    /** Running and lost tasks of a run, by start, then request id. */
    public Collection<LiveEntry> of(TenantId tenant, AuditId run) {
        ConcurrentSkipListMap<Order, LiveEntry> tasks = byRun.get(new RunKey(tenant, run));
        return tasks == null ? List.of() : tasks.values();
    }

    private static Order order(Task task) {
        return new Order(task.started(), task.requestId());
    }
}
