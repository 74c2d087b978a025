package io.flowgauge.persistence;

import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.domain.TenantDeletion.Phase;
import io.flowgauge.domain.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes tenants by the tables of {@link TenantTable}. */
final class PostgresTenantDeletions implements TenantDeletions {
    // Who writes checks, and who makes rollups, leaves tenants out that are being deleted. So once those are waited for
    // that had begun before, none of the rows that no foreign key holds comes in any more. What else a report that was
    // under way brings holds the tenant's row by foreign keys: it is deleted in the next round, or is refused once the
    // tenant is gone. Events of the audit trail hold that row while they are written.

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final TenantRowsDeletion rows;

    /** @param atOnce rows that go in a transaction at most, but for those that go with them: uses of keys and the like */
    PostgresTenantDeletions(JdbcTemplate jdbc, PlatformTransactionManager transactions, int atOnce) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.rows = new TenantRowsDeletion(client, atOnce);
    }

    @Override
    public void begin(TenantDeletion deletion) {
        long tenant = deletion.tenant().value();
        Outage.guard(() -> {
            client.sql("""
                            UPDATE flowgauge.page_session s SET tenant_id = u.tenant_id
                            FROM flowgauge.app_user u
                            WHERE u.user_id = s.user_id AND s.tenant_id = :tenant AND u.tenant_id <> :tenant
                            """).param("tenant", tenant).update();
            int gone = 0;
            for (TenantTable table : List.of(TenantTable.SESSIONS, TenantTable.KEYS, TenantTable.USERS)) {
                gone += client.sql("DELETE FROM " + table.qualified() + " WHERE tenant_id = :tenant")
                        .param("tenant", tenant)
                        .update();
            }
            client.sql("""
                            INSERT INTO flowgauge.tenant_deletion (tenant_id, rows_deleted, requested, requested_by, address, phase)
                            VALUES (:tenant, :rows, :requested, :by, :address, :phase)
                            """)
                    .param("tenant", tenant)
                    .param("rows", deletion.rowsDeleted() + gone)
                    .param("requested", Moment.utc(deletion.requested()))
                    .param("by", deletion.requestedBy())
                    .param("address", deletion.address())
                    .param("phase", deletion.phase().word())
                    .update();
        });
    }

    @Override
    public List<TenantDeletion> all() {
        return Outage.guard(
                () -> client.sql("""
                        SELECT d.*, t.name FROM flowgauge.tenant_deletion d JOIN flowgauge.tenant t USING (tenant_id)
                        ORDER BY d.requested, d.tenant_id
                        """).query((row, at) -> deletion(row)).list());
    }

    private static TenantDeletion deletion(ResultSet row) throws SQLException {
        return new TenantDeletion(
                new TenantId(row.getLong("tenant_id")),
                row.getString("name"),
                Moment.read(row, "requested"),
                row.getString("requested_by"),
                row.getString("address"),
                phase(row),
                row.getLong("rows_deleted"));
    }

    private static Phase phase(ResultSet row) throws SQLException {
        String word = row.getString("phase");
        return Phase.ofWord(word)
                .orElseThrow(() -> new IllegalStateException("phase " + word + " is not known to this version"));
    }

    @Override
    public Step deleteSome(TenantId tenant) {
        try {
            return inOne(() -> step(tenant.value()));
        } catch (RuntimeException failed) {
            if (Outage.isReferenceBroken(failed)) {
                // Something came in after the turn of its kind had passed.
                inOne(() -> again(tenant.value()));
                return Step.NOT_NOW;
            }
            if (Outage.isLockTimeout(failed) || Outage.isConflict(failed)) {
                return Step.NOT_NOW;
            }
            throw failed;
        }
    }

    private <T> T inOne(Supplier<T> work) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> work.get()));
        } catch (RuntimeException failed) {
            throw Outage.translated(failed);
        }
    }

    private record Place(Phase phase, @Nullable String position) {}

    private Step step(long tenant) {
        Optional<Place> place = place(tenant);
        if (place.isEmpty()) {
            return Step.NOT_NOW;
        }
        if (place.get().phase() == Phase.WAITING) {
            awaitWriters();
            move(tenant, TenantTable.atFirst().phase(), null, 0);
            return Step.MORE;
        }
        TenantTable table = TenantTable.of(place.get().phase());
        // Whatever PostgreSQL knows of the tables: the rows are read by keys that begin with the tenant.
        jdbc.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
        TenantRowsDeletion.Batch batch = rows.delete(table, tenant, place.get().position());
        if (batch.position() != null) {
            move(tenant, table.phase(), batch.position(), batch.rows());
            return Step.MORE;
        }
        Optional<TenantTable> next = table.next();
        move(tenant, next.orElse(TenantTable.firstAgain()).phase(), null, batch.rows());
        return next.isPresent() ? Step.MORE : Step.ALL_GONE;
    }

    /** Where the deletion is; empty when there is none, or another node is at it. */
    private Optional<Place> place(long tenant) {
        return AdvisoryLock.DELETION.tryNow(jdbc)
                ? client.sql(
                                "SELECT phase, position FROM flowgauge.tenant_deletion WHERE tenant_id = :tenant FOR UPDATE")
                        .param("tenant", tenant)
                        .query((row, at) -> new Place(phase(row), row.getString("position")))
                        .optional()
                : Optional.empty();
    }

    // All who write checks wait behind the second lock while it waits for those who wrote before: so briefly, and else
    // the next time.
    private void awaitWriters() {
        jdbc.execute("SET LOCAL lock_timeout = '5s'");
        AdvisoryLock.UPKEEP.await(jdbc);
        jdbc.execute("SET LOCAL lock_timeout = '500ms'");
        AdvisoryLock.CHECKS.await(jdbc);
    }

    private void move(long tenant, Phase phase, @Nullable String position, long gone) {
        client.sql("""
                        UPDATE flowgauge.tenant_deletion
                        SET phase = :phase, position = :position, rows_deleted = rows_deleted + :gone
                        WHERE tenant_id = :tenant
                        """)
                .param("tenant", tenant)
                .param("phase", phase.word())
                .param("position", position)
                .param("gone", gone)
                .update();
    }

    private boolean again(long tenant) {
        move(tenant, TenantTable.firstAgain().phase(), null, 0);
        return true;
    }

    @Override
    public Optional<TenantDeletion> finish(TenantId tenant) {
        long id = tenant.value();
        return Outage.guard(() -> {
            if (place(id).isEmpty() || !isHeld(id) || !isEmpty(id)) {
                return Optional.empty();
            }
            Optional<TenantDeletion> last = all().stream()
                    .filter(deletion -> deletion.tenant().equals(tenant))
                    .findFirst();
            client.sql("DELETE FROM flowgauge.tenant_deletion WHERE tenant_id = :tenant")
                    .param("tenant", id)
                    .update();
            client.sql("DELETE FROM flowgauge.tenant WHERE tenant_id = :tenant")
                    .param("tenant", id)
                    .update();
            return last;
        });
    }

    /** False while somebody writes what refers to the tenant. */
    private boolean isHeld(long tenant) {
        return client.sql(
                        "SELECT 1 FROM flowgauge.tenant WHERE tenant_id = :tenant AND state = 'deleting' FOR UPDATE SKIP LOCKED")
                .param("tenant", tenant)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private boolean isEmpty(long tenant) {
        jdbc.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off");
        return Arrays.stream(TenantTable.values())
                .filter(TenantTable::mayHaveGotMore)
                .allMatch(table -> rows.isEmpty(table, tenant));
    }
}
