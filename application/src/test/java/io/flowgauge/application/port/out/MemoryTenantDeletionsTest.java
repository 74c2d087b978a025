package io.flowgauge.application.port.out;

class MemoryTenantDeletionsTest extends TenantDeletionsContract {
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final TenantDeletions deletions = accounts.deletions(AT_ONCE);

    @Override
    protected Tenants tenants() {
        return accounts.tenants();
    }

    @Override
    protected Users users() {
        return accounts.users();
    }

    @Override
    protected ApiKeys apiKeys() {
        return accounts.apiKeys();
    }

    @Override
    protected PageSessions sessions() {
        return accounts.sessions();
    }

    @Override
    protected AuditTrail trail() {
        return accounts.trail();
    }

    @Override
    protected AccessChanges changes() {
        return accounts.changes();
    }

    @Override
    protected Transactions transactions() {
        return accounts.transactions();
    }

    @Override
    protected TenantDeletions deletions() {
        return deletions;
    }
}
