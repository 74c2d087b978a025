package io.flowgauge.application.port.out;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Accounts in memory, a port each. */
public final class MemoryAccounts {
    final Outage outage;
    final AtomicLong version = new AtomicLong(1);
    final List<Tenant> tenants = new CopyOnWriteArrayList<>();
    final List<User> users = new CopyOnWriteArrayList<>();
    final List<ApiKey> apiKeys = new CopyOnWriteArrayList<>();
    private final List<SigningKey> signingKeys = new CopyOnWriteArrayList<>();
    final Set<TenantId> gone = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Instant> keyUses = new ConcurrentHashMap<>();
    final Map<String, PageSession> sessions = new ConcurrentHashMap<>();
    final List<AuditTrail.Numbered> events = new CopyOnWriteArrayList<>();

    public MemoryAccounts() {
        this(new Outage());
    }

    public MemoryAccounts(Outage outage) {
        this.outage = outage;
    }

    public AccessChanges changes() {
        return () -> {
            outage.check();
            return version.get();
        };
    }

    public Tenants tenants() {
        return new Tenants() {
            @Override
            public List<Tenant> all() {
                outage.check();
                return List.copyOf(tenants);
            }

            @Override
            public synchronized Tenant named(String name, ZoneId zone) {
                outage.check();
                return tenants.stream()
                        .filter(tenant -> tenant.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> {
                            Tenant tenant =
                                    new Tenant(new TenantId(ids.incrementAndGet()), name, zone, Tenant.State.ACTIVE);
                            tenants.add(tenant);
                            version.incrementAndGet();
                            return tenant;
                        });
            }

            @Override
            public synchronized Optional<Tenant> add(String name, ZoneId zone) {
                outage.check();
                return tenants.stream().anyMatch(tenant -> tenant.name().equals(name))
                        ? Optional.empty()
                        : Optional.of(named(name, zone));
            }

            @Override
            public Optional<Tenant> hold(TenantId id) {
                return all().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
            }

            @Override
            public Optional<Tenant> share(TenantId id) {
                return hold(id);
            }

            @Override
            public synchronized boolean replace(Tenant changed) {
                outage.check();
                if (tenants.stream()
                        .anyMatch(tenant -> tenant.name().equals(changed.name())
                                && !tenant.id().equals(changed.id()))) {
                    return false;
                }
                tenants.replaceAll(tenant -> tenant.id().equals(changed.id()) ? changed : tenant);
                version.incrementAndGet();
                return true;
            }
        };
    }

    public Users users() {
        return new Users() {
            @Override
            public List<User> all() {
                outage.check();
                return List.copyOf(users);
            }

            @Override
            public List<User> hold() {
                return all();
            }

            @Override
            public Optional<User> share(UserId id) {
                return all().stream().filter(user -> user.id().equals(id)).findFirst();
            }

            @Override
            public synchronized Optional<User> add(NewUser made) {
                outage.check();
                if (users.stream().anyMatch(user -> user.login().equals(made.login()))) {
                    return Optional.empty();
                }
                User user = new User(
                        new UserId(ids.incrementAndGet()),
                        made.tenant(),
                        made.login(),
                        made.passwordHash(),
                        made.roles(),
                        1,
                        true,
                        made.mustChangePassword(),
                        made.created());
                users.add(user);
                version.incrementAndGet();
                return Optional.of(user);
            }

            @Override
            public void replace(User changed) {
                outage.check();
                users.replaceAll(user -> user.id().equals(changed.id()) ? changed : user);
                version.incrementAndGet();
            }

            @Override
            public void remove(UserId id) {
                outage.check();
                users.removeIf(user -> user.id().equals(id));
                sessions.values().removeIf(session -> session.user().equals(id));
                version.incrementAndGet();
            }
        };
    }

    /** As an administrator's change of the password would. */
    public void changeCredentials(String login) {
        users.replaceAll(user -> user.login().equals(login) ? user.withPassword(user.passwordHash(), false) : user);
        version.incrementAndGet();
    }

    public ApiKeys apiKeys() {
        return new ApiKeys() {
            @Override
            public List<ApiKey> all() {
                outage.check();
                return List.copyOf(apiKeys);
            }

            @Override
            public Optional<ApiKey> hold(TenantId tenant, String id) {
                return all().stream()
                        .filter(key -> key.id().equals(id) && key.tenant().equals(tenant))
                        .findFirst();
            }

            @Override
            public void add(ApiKey key) {
                if (all().stream().anyMatch(there -> there.id().equals(key.id()))) {
                    throw new IllegalStateException("there is a key " + key.id() + " already");
                }
                put(key);
            }

            @Override
            public void expire(String id, Instant at) {
                outage.check();
                apiKeys.replaceAll(key -> key.id().equals(id) ? key.expiring(at) : key);
                version.incrementAndGet();
            }

            @Override
            public void put(ApiKey key) {
                outage.check();
                apiKeys.removeIf(there -> there.id().equals(key.id()));
                apiKeys.add(key);
                version.incrementAndGet();
            }

            @Override
            public void remove(String id) {
                outage.check();
                apiKeys.removeIf(there -> there.id().equals(id));
                keyUses.remove(id);
                version.incrementAndGet();
            }

            @Override
            public Map<String, Instant> lastUses() {
                outage.check();
                return Map.copyOf(keyUses);
            }

            @Override
            public void used(Map<String, Instant> uses) {
                outage.check();
                uses.forEach((id, use) -> {
                    if (apiKeys.stream().anyMatch(key -> key.id().equals(id))) {
                        keyUses.merge(id, use, (known, other) -> known.isAfter(other) ? known : other);
                    }
                });
            }
        };
    }

    public SigningKeys signingKeys() {
        return new SigningKeys() {
            @Override
            public List<SigningKey> all() {
                outage.check();
                List<SigningKey> sorted = new ArrayList<>(signingKeys);
                sorted.sort(Comparator.comparing(SigningKey::created));
                return sorted;
            }

            @Override
            public synchronized void addUnlessNewer(SigningKey key, Instant newerThan) {
                outage.check();
                if (signingKeys.stream().noneMatch(there -> there.created().isAfter(newerThan))) {
                    signingKeys.add(key);
                    version.incrementAndGet();
                }
            }

            @Override
            public void removeCreatedBefore(Instant created) {
                outage.check();
                signingKeys.removeIf(key -> key.created().isBefore(created));
                version.incrementAndGet();
            }
        };
    }

    public PageSessions sessions() {
        return new PageSessions() {
            @Override
            public void add(PageSession session) {
                outage.check();
                sessions.put(session.id(), session);
            }

            @Override
            public Optional<PageSession> find(String id) {
                outage.check();
                return Optional.ofNullable(sessions.get(id));
            }

            @Override
            public List<PageSession> of(UserId user) {
                outage.check();
                return sessions.values().stream()
                        .filter(session -> session.user().equals(user))
                        .sorted(Comparator.comparing(PageSession::created).reversed())
                        .toList();
            }

            @Override
            public void replace(PageSession session) {
                outage.check();
                sessions.replace(session.id(), session);
                version.incrementAndGet();
            }

            @Override
            public boolean remove(UserId user, String id) {
                outage.check();
                boolean removed = sessions.values()
                        .removeIf(session ->
                                session.id().equals(id) && session.user().equals(user));
                version.incrementAndGet();
                return removed;
            }

            @Override
            public void used(Map<String, Instant> uses) {
                outage.check();
                uses.forEach((id, use) -> sessions.computeIfPresent(
                        id, (key, there) -> there.lastUsed().isBefore(use) ? there.usedAt(use) : there));
            }

            @Override
            public void removeOlder(Instant lastUsedBefore, Instant createdBefore) {
                outage.check();
                if (sessions.values()
                        .removeIf(session -> session.lastUsed().isBefore(lastUsedBefore)
                                || session.created().isBefore(createdBefore))) {
                    version.incrementAndGet();
                }
            }
        };
    }

    public TenantDeletions deletions(int atOnce) {
        return new MemoryTenantDeletions(this, atOnce);
    }

    public AuditTrail trail() {
        return new AuditTrail() {
            @Override
            public synchronized void append(List<AuditEvent> some) {
                outage.check();
                some.stream()
                        .filter(event -> event.tenant().filter(gone::contains).isEmpty())
                        .forEach(event -> events.add(new Numbered(ids.incrementAndGet(), event)));
            }

            @Override
            public List<Numbered> page(Filter filter, long before, int limit) {
                outage.check();
                return events.stream()
                        .filter(one -> one.number() < before && matches(filter, one.event()))
                        .sorted(Comparator.comparing(Numbered::number).reversed())
                        .limit(limit)
                        .toList();
            }

            @Override
            public int forgetBefore(Instant before) {
                outage.check();
                int known = events.size();
                events.removeIf(one -> one.event().at().isBefore(before)
                        && one.event().at().isBefore(Instant.now().minus(Duration.ofDays(731))));
                return known - events.size();
            }
        };
    }

    private static boolean matches(AuditTrail.Filter filter, AuditEvent event) {
        return event.tenant().map(filter.tenant()::equals).orElse(filter.ofNoTenant())
                && filter.action().map(event.action()::equals).orElse(true)
                && filter.actor().map(event.actor()::equals).orElse(true)
                && filter.from().map(from -> !event.at().isBefore(from)).orElse(true)
                && filter.to().map(to -> event.at().isBefore(to)).orElse(true);
    }

    /** One after the other, and nothing undone: what is tested with it fails before it writes. */
    public Transactions transactions() {
        return new Transactions() {
            @Override
            public synchronized <T> T inOne(Supplier<T> work) {
                outage.check();
                return work.get();
            }
        };
    }
}
