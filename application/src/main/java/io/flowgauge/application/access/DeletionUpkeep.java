package io.flowgauge.application.access;

import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.TenantDeletions.Step;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.AuditEvent.Action;
import io.flowgauge.domain.AuditEvent.Target;
import io.flowgauge.domain.TenantDeletion;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Deletes the tenants that are to go, some rows at a time. Of one thread. */
public final class DeletionUpkeep {
    // How far it is stands beside the tenant, in the transaction of each step: a kill between any two leaves nothing
    // undone that the next call, on whichever node, does not do.

    private static final System.Logger LOG = System.getLogger(DeletionUpkeep.class.getName());

    private final TenantDeletions deletions;
    private final Transactions transactions;
    private final AuditTrail trail;
    private final Directory directory;
    private final InstantSource clock;

    public DeletionUpkeep(
            TenantDeletions deletions,
            Transactions transactions,
            AuditTrail trail,
            Directory directory,
            InstantSource clock) {
        this.deletions = deletions;
        this.transactions = transactions;
        this.trail = trail;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Goes on until the tenants are gone, or somebody holds what is left; to be called each second.
     *
     * @throws HistoryUnavailable the next call goes on
     */
    public void work() {
        for (TenantDeletion deletion : deletions.all()) {
            Step step = Step.MORE;
            while (step == Step.MORE && !Thread.currentThread().isInterrupted()) {
                step = deletions.deleteSome(deletion.tenant());
            }
            if (step == Step.ALL_GONE) {
                finish(deletion);
            }
        }
    }

    private void finish(TenantDeletion deletion) {
        Optional<TenantDeletion> gone = transactions.inOne(() -> {
            Optional<TenantDeletion> last = deletions.finish(deletion.tenant());
            last.ifPresent(this::tell);
            return last;
        });
        if (gone.isPresent()) {
            directory.refreshAfterChange();
            LOG.log(
                    Level.INFO,
                    "tenant \"{0}\" is deleted, with {1} rows; {2} had asked for it",
                    gone.get().name(),
                    Long.toString(gone.get().rowsDeleted()),
                    gone.get().requestedBy());
        }
    }

    private void tell(TenantDeletion gone) {
        trail.append(List.of(new AuditEvent(
                clock.instant(),
                Optional.empty(),
                Action.TENANT_DELETED,
                gone.requestedBy(),
                gone.address(),
                Optional.of(target(gone)),
                Optional.of(gone.rowsDeleted() + " rows"))));
    }

    static Target target(TenantDeletion deletion) {
        return new Target(Long.toString(deletion.tenant().value()), deletion.name());
    }
}
