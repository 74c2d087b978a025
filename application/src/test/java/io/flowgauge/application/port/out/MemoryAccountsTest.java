package io.flowgauge.application.port.out;

class MemoryAccountsTest extends AccountsContract {
    private final MemoryAccounts accounts = new MemoryAccounts();

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
    protected SigningKeys signingKeys() {
        return accounts.signingKeys();
    }

    @Override
    protected AccessChanges changes() {
        return accounts.changes();
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
    protected Transactions transactions() {
        return accounts.transactions();
    }
}
