package io.flowgauge.application.port.out;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Accounts in memory, a port each. */
public final class MemoryAccounts {
    private final Outage outage;
    private final AtomicLong version = new AtomicLong(1);
    private final List<Tenant> tenants = new CopyOnWriteArrayList<>();
    private final List<User> users = new CopyOnWriteArrayList<>();
    private final List<ApiKey> apiKeys = new CopyOnWriteArrayList<>();
    private final List<SigningKey> signingKeys = new CopyOnWriteArrayList<>();

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
                            Tenant tenant = new Tenant(new TenantId(tenants.size() + 1L), name, zone);
                            tenants.add(tenant);
                            version.incrementAndGet();
                            return tenant;
                        });
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
            public synchronized Optional<User> add(TenantId tenant, String login, String hash, Set<Role> roles) {
                outage.check();
                if (users.stream().anyMatch(user -> user.login().equals(login))) {
                    return Optional.empty();
                }
                User user = new User(new UserId(users.size() + 1L), tenant, login, hash, roles, 1);
                users.add(user);
                version.incrementAndGet();
                return Optional.of(user);
            }
        };
    }

    /** As an administrator's change of the password would. */
    public void changeCredentials(String login) {
        users.replaceAll(user -> user.login().equals(login)
                ? new User(
                        user.id(),
                        user.tenant(),
                        login,
                        user.passwordHash(),
                        user.roles(),
                        user.credentialVersion() + 1)
                : user);
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
            public void put(ApiKey key) {
                outage.check();
                apiKeys.removeIf(there -> there.id().equals(key.id()));
                apiKeys.add(key);
                version.incrementAndGet();
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
}
