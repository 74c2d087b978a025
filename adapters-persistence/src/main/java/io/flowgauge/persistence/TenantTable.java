package io.flowgauge.persistence;

import io.flowgauge.domain.TenantDeletion.Phase;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tenant has rows in, in the order in which they go: none before what refers to it. */
enum TenantTable {
    CHECKS(Phase.CHECKS, "flowgauge.task_snapshot", "checked_at", "timestamptz", "task_id", "bigint"),
    MINUTES(Phase.MINUTES, "flowgauge.task_minute", "starts_at", "timestamptz", "task_id", "bigint"),
    HOURS(Phase.HOURS, "flowgauge.task_hour", "task_id", "bigint", "starts_at", "timestamptz"),
    LABELS(Phase.LABELS, "flowgauge.task_label", "task_id"),
    TASKS(Phase.TASKS, "flowgauge.task_run", "task_id"),
    RUNS(Phase.RUNS, "flowgauge.flow_run", "audit_id"),
    FLOWS(Phase.FLOWS, "flowgauge.flow", "flow_id"),
    /** Also those of others that were switched to the tenant. */
    SESSIONS(Phase.SESSIONS, "flowgauge.page_session", null),
    KEYS(Phase.KEYS, "flowgauge.api_key", null),
    USERS(Phase.USERS, "flowgauge.app_user", "user_id"),
    READERS(Phase.READERS, "reporting.reader_tenant", null),
    AUDIT(Phase.AUDIT, "flowgauge.audit_event", "event_id");

    /** A column of a table's key after the tenant's, and its type. */
    record Column(String name, String type) {}

    private final Phase phase;
    private final String table;

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final @Nullable Column first;

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final @Nullable Column second;

    /** @param first a number that follows the tenant in a key or index; null where all of a tenant are few */
    TenantTable(Phase phase, String table, @Nullable String first) {
        this.phase = phase;
        this.table = table;
        this.first = first == null ? null : new Column(first, "bigint");
        this.second = null;
    }

    /** A partitioned one, of that key. */
    TenantTable(Phase phase, String table, String first, String firstType, String second, String secondType) {
        this.phase = phase;
        this.table = table;
        this.first = new Column(first, firstType);
        this.second = new Column(second, secondType);
    }

    static TenantTable of(Phase phase) {
        for (TenantTable table : values()) {
            if (table.phase == phase) {
                return table;
            }
        }
        throw new IllegalArgumentException("phase " + phase + " is of no table");
    }

    /** Where the first round begins. */
    static TenantTable atFirst() {
        return CHECKS;
    }

    /** Where a round begins after the first: of the history nothing comes in any more. */
    static TenantTable firstAgain() {
        return LABELS;
    }

    /**
     * Whether the tenant may go only once this is empty of it. The history is, after its turn; labels, tasks and runs are where there are no
     * flows, by foreign keys. To look for their rows would be to step over all that are gone.
     */
    boolean mayHaveGotMore() {
        return compareTo(FLOWS) >= 0;
    }

    Phase phase() {
        return phase;
    }

    Optional<TenantTable> next() {
        return EnumSet.range(this, AUDIT).stream().skip(1).findFirst();
    }

    /** With its schema. */
    String qualified() {
        return table;
    }

    /** By which its rows go; empty where all of a tenant are few. */
    Optional<Column> first() {
        return Optional.ofNullable(first);
    }

    /** The rest of the key of a partitioned one; empty of others. */
    Optional<Column> second() {
        return Optional.ofNullable(second);
    }
}
