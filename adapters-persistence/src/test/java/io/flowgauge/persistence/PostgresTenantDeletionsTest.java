package io.flowgauge.persistence;

import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.PageSessions;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.TenantDeletionsContract;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.application.port.out.Users;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.transaction.PlatformTransactionManager;

class PostgresTenantDeletionsTest extends TenantDeletionsContract {
    private static Adapters adapters;

    @BeforeAll
    static void start() {
        adapters = new Adapters();
    }

    @AfterAll
    static void stop() {
        adapters.close();
    }

    @Override
    protected Tenants tenants() {
        return adapters.get(Tenants.class);
    }

    @Override
    protected Users users() {
        return adapters.get(Users.class);
    }

    @Override
    protected ApiKeys apiKeys() {
        return adapters.get(ApiKeys.class);
    }

    @Override
    protected PageSessions sessions() {
        return adapters.get(PageSessions.class);
    }

    @Override
    protected AuditTrail trail() {
        return adapters.get(AuditTrail.class);
    }

    @Override
    protected AccessChanges changes() {
        return adapters.get(AccessChanges.class);
    }

    @Override
    protected Transactions transactions() {
        return adapters.get(Transactions.class);
    }

    @Override
    protected TenantDeletions deletions() {
        return new PostgresTenantDeletions(adapters.sql(), adapters.get(PlatformTransactionManager.class), AT_ONCE);
    }
}
