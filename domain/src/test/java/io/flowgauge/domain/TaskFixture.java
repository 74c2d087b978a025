package io.flowgauge.domain;

import java.time.Instant;
import java.util.Map;

/** Tasks and reports to test with. */
final class TaskFixture {
    static final TenantId TENANT = new TenantId(1);
    static final RequestId COPY = new RequestId("copy-1");
    static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private TaskFixture() {}

    static TaskDescription described(String name) {
        return described(name, TaskType.EXTRACT);
    }

    static TaskDescription described(String name, TaskType type) {
        return new TaskDescription(
                "orders to warehouse",
                "10:00",
                name,
                type,
                "etl",
                null,
                null,
                "select 1",
                TEN,
                Map.of(),
                null,
                null,
                null);
    }

    static TaskReport whole(long sequence, long records, TaskState.Reported state, String name) {
        return new TaskReport(COPY, sequence, state, TEN, Progress.ofRecords(records), described(name));
    }

    static TaskReport small(long sequence, long records) {
        return new TaskReport(COPY, sequence, TaskState.RUNNING, TEN, Progress.ofRecords(records), null);
    }

    static TaskReport ending(long sequence, long records, Outcome outcome) {
        return new TaskReport(
                COPY,
                sequence,
                new TaskState.Ended(outcome, TEN.plusSeconds(60), null),
                TEN.plusSeconds(60),
                Progress.ofRecords(records),
                null);
    }

    static Task begun() {
        return begun(whole(1, 0, TaskState.RUNNING, "copy orders"));
    }

    static Task begun(TaskReport first) {
        return Task.begin(
                TENANT, first, first.description(), first.description().started(), TEN);
    }
}
