package io.flowgauge.application.port.out;

import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.domain.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Deletes tenants with all they have, durably and some rows at a time. Every method throws {@link HistoryUnavailable} when PostgreSQL is
 * away.
 */
public interface TenantDeletions {
    /**
     * Begins the deletion of a tenant that is {@link Tenant.State#DELETING} from now on. Its users and keys go at once; sessions of others that
     * had been switched to it are back at home. Part of the {@linkplain Transactions transaction} that it is called in.
     */
    void begin(TenantDeletion deletion);

    /** Those under way, the oldest first. */
    List<TenantDeletion> all();

    /** What a step came to. */
    enum Step {
        /** Some rows went, or the next kind's turn has come. */
        MORE,
        /** All that was there when its turn came is gone. */
        ALL_GONE,
        /** Another node is at it, or somebody holds what is to go; to be tried again later. */
        NOT_NOW
    }

    /** Deletes a bounded number of rows of a tenant whose deletion has begun, whichever node began or went on with it. */
    Step deleteSome(TenantId tenant);

    /**
     * Removes the tenant itself, of which nothing is left; part of the {@linkplain Transactions transaction} that it is called in.
     *
     * @return its deletion as it was last; empty when something is left, that came in meanwhile, or is just being written: go on deleting
     */
    Optional<TenantDeletion> finish(TenantId tenant);
}
