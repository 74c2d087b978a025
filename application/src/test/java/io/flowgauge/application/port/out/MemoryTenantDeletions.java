package io.flowgauge.application.port.out;

import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.TenantDeletion;
import io.flowgauge.domain.TenantDeletion.Phase;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Deletes tenants of {@link MemoryAccounts}. */
final class MemoryTenantDeletions implements TenantDeletions {
    private final MemoryAccounts accounts;
    private final int atOnce;
    private final Map<TenantId, TenantDeletion> deletions = new ConcurrentHashMap<>();

    MemoryTenantDeletions(MemoryAccounts accounts, int atOnce) {
        this.accounts = accounts;
        this.atOnce = atOnce;
    }

    @Override
    public void begin(TenantDeletion deletion) {
        accounts.outage.check();
        TenantId tenant = deletion.tenant();
        long gone = removed(accounts.users, user -> user.tenant().equals(tenant), Integer.MAX_VALUE)
                + removed(accounts.apiKeys, key -> key.tenant().equals(tenant), Integer.MAX_VALUE);
        accounts.sessions.replaceAll((id, session) ->
                session.tenant().equals(tenant) ? home(session).map(session::in).orElse(session) : session);
        accounts.sessions.values().removeIf(session -> home(session).isEmpty());
        deletions.put(tenant, moved(deletion, deletion.phase(), gone));
        accounts.version.incrementAndGet();
    }

    private Optional<TenantId> home(PageSession session) {
        return accounts.users.stream()
                .filter(user -> user.id().equals(session.user()))
                .map(User::tenant)
                .findFirst();
    }

    private static <T> long removed(Collection<T> from, Predicate<T> which, int most) {
        List<T> some = from.stream().filter(which).limit(most).toList();
        from.removeAll(some);
        return some.size();
    }

    private static TenantDeletion moved(TenantDeletion deletion, Phase phase, long gone) {
        return new TenantDeletion(
                deletion.tenant(),
                deletion.name(),
                deletion.requested(),
                deletion.requestedBy(),
                deletion.address(),
                phase,
                deletion.rowsDeleted() + gone);
    }

    @Override
    public List<TenantDeletion> all() {
        accounts.outage.check();
        return deletions.values().stream()
                .sorted(Comparator.comparing(TenantDeletion::requested))
                .toList();
    }

    @Override
    public Step deleteSome(TenantId tenant) {
        accounts.outage.check();
        TenantDeletion now = deletions.get(tenant);
        if (now == null) {
            return Step.NOT_NOW;
        }
        long gone =
                removed(accounts.sessions.values(), session -> session.tenant().equals(tenant), atOnce)
                        + removed(accounts.apiKeys, key -> key.tenant().equals(tenant), atOnce)
                        + removed(accounts.users, user -> user.tenant().equals(tenant), atOnce)
                        + removed(accounts.events, one -> isOf(tenant, one), atOnce);
        deletions.put(tenant, moved(now, Phase.AUDIT, gone));
        return gone > 0 ? Step.MORE : Step.ALL_GONE;
    }

    private static boolean isOf(TenantId tenant, AuditTrail.Numbered one) {
        return one.event().tenant().filter(tenant::equals).isPresent();
    }

    @Override
    public Optional<TenantDeletion> finish(TenantId tenant) {
        accounts.outage.check();
        boolean left = accounts.users.stream().anyMatch(user -> user.tenant().equals(tenant))
                || accounts.apiKeys.stream().anyMatch(key -> key.tenant().equals(tenant))
                || accounts.sessions.values().stream()
                        .anyMatch(session -> session.tenant().equals(tenant))
                || accounts.events.stream().anyMatch(one -> isOf(tenant, one));
        if (left) {
            return Optional.empty();
        }
        accounts.gone.add(tenant);
        accounts.tenants.removeIf(one -> one.id().equals(tenant));
        accounts.version.incrementAndGet();
        return Optional.ofNullable(deletions.remove(tenant));
    }
}
