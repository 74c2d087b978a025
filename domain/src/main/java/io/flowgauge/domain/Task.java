package io.flowgauge.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a piece of work inside a flow run, as its engine's reports tell it. Immutable; any order, repetition or
 * split of the same reports gives the same task, but for {@code heard}.
 *
 * @param started the engine's time, or the service's where the engine's clock was far ahead at the first report
 * @param sequence of the report that the numbers and the state come from
 * @param describedBy the sequence of the report that the description comes from
 * @param heard when a report of it last arrived
 */
public record Task(
        TenantId tenant,
        RequestId requestId,
        TaskDescription description,
        Instant started,
        long sequence,
        long describedBy,
        TaskState state,
        Progress progress,
        Instant heard) {

    public Task {
        if (describedBy < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "sequences are " + sequence + " and " + describedBy + ", must be 0 or more");
        }
        // An engine's clock may have been set back between start and end; a task still never ends before it starts.
        if (state instanceof TaskState.Ended ended && ended.at().isBefore(started)) {
            state = new TaskState.Ended(ended.outcome(), started, ended.error(), ended.by());
        }
    }

    /** A task that its first report begins. The report is a whole one. */
    public static Task begin(
            TenantId tenant, TaskReport first, TaskDescription description, Instant started, Instant now) {
        return new Task(
                tenant,
                first.requestId(),
                description,
                started,
                first.sequence(),
                first.sequence(),
                first.state(),
                first.progress(),
                now);
    }

    /** This task after a report that arrived at {@code now}. */
    public Applied apply(TaskReport report, Instant now) {
        TaskDescription told = report.description();
        if (told != null) {
            Optional<String> contradiction = contradiction(told);
            if (contradiction.isPresent()) {
                return new Applied.Contradicts(this, contradiction.get());
            }
        }
        boolean ended = state instanceof TaskState.Ended;
        boolean newer = report.sequence() > sequence && !ended;
        // A whole report that comes after a newer small one still has the newest description.
        TaskDescription describing =
                told != null && report.sequence() > describedBy && (newer || report.sequence() < sequence)
                        ? told
                        : null;
        Instant heardNow = now.isAfter(heard) ? now : heard;
        Task after = new Task(
                tenant,
                requestId,
                describing == null ? description : describing,
                started,
                newer ? report.sequence() : sequence,
                describing == null ? describedBy : report.sequence(),
                newer ? report.state() : ended ? state : TaskState.RUNNING,
                newer ? report.progress() : progress,
                heardNow);
        return newer ? new Applied.Taken(after) : new Applied.Stale(after, sequence);
    }

    private Optional<String> contradiction(TaskDescription told) {
        StringBuilder all = new StringBuilder();
        differs(all, "flow", description.flow(), told.flow());
        differs(all, "runKey", description.runKey(), told.runKey());
        differs(all, "type", description.type().word(), told.type().word());
        differs(
                all,
                "started",
                description.started().toEpochMilli(),
                told.started().toEpochMilli());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all + "; these never change, another execution is a task with a requestId of its own");
    }

    private static void differs(StringBuilder all, String field, Object known, Object told) {
        if (!known.equals(told)) {
            all.append(all.isEmpty() ? "" : "; ")
                    .append(field)
                    .append(" is \"")
                    .append(told)
                    .append("\" but the task's is \"")
                    .append(known)
                    .append('"');
        }
    }

    /** Running, by what is known: neither ended nor lost. */
    public boolean isRunning() {
        return state instanceof TaskState.Running;
    }

    public boolean hasEnded() {
        return state instanceof TaskState.Ended;
    }

    /**
     * Lost when a running task was silent for {@code patience}; else the task as it is.
     *
     * @param silence since a report of it last arrived, by a clock that nobody sets
     */
    public Task judged(Duration silence, Duration patience) {
        return isRunning() && silence.compareTo(patience) >= 0 ? in(new TaskState.Lost(heard)) : this;
    }

    /** This task when something of it arrived at {@code now} that could not be taken. */
    public Task heardAt(Instant now) {
        return now.isAfter(heard)
                ? new Task(tenant, requestId, description, started, sequence, describedBy, state, progress, now)
                : this;
    }

    /** A lost task as it was before it was lost; another as it is. */
    public Task beforeItWasLost() {
        return state instanceof TaskState.Lost ? in(TaskState.RUNNING) : this;
    }

    /**
     * This task when a person ends it at {@code now}, with the numbers that are known of it. One that was lost ended when it was last heard of; one that has
     * ended stays as it is.
     */
    public Task endedByHand(EndingByHand hand, Instant now) {
        if (hasEnded()) {
            return this;
        }
        Instant at = state instanceof TaskState.Lost lost ? lost.lastHeard() : now;
        return in(new TaskState.Ended(hand.outcome(), at, hand.reason(), hand.login()))
                .heardAt(now);
    }

    private Task in(TaskState next) {
        return new Task(tenant, requestId, description, started, sequence, describedBy, next, progress, heard);
    }

    /** When the task ended, or was last heard of if it is lost; null while it runs. */
    public @Nullable Instant ended() {
        if (state instanceof TaskState.Ended ended) {
            return ended.at();
        }
        return state instanceof TaskState.Lost lost ? lost.lastHeard() : null;
    }

    /** From the start until the end, or until {@code now} while the task has none; at least 0. */
    public Duration duration(Instant now) {
        Instant end = ended();
        Duration lasted = Duration.between(started, end == null ? now : end);
        return lasted.isNegative() ? Duration.ZERO : lasted;
    }

    /** For a stream its CDC metrics in one line, null when unknown; for the others the script or query the engine gave, or null. */
    public @Nullable String code() {
        if (description.type() != TaskType.STREAM) {
            return description.code();
        }
        CdcMetrics cdc = progress.cdc();
        return cdc == null ? null : cdc.line();
    }
}
