package io.flowgauge.application.access;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tenants, users and keys as last read, so that access is checked without PostgreSQL. */
public final class Directory implements CheckAccess {
    // Readers see one immutable picture; the refresh alone replaces it.

    private record Picture(
            long version,
            Map<TenantId, Tenant> tenants,
            Map<UserId, User> users,
            Map<String, User> logins,
            Map<String, ApiKey> keys,
            List<SigningKey> signingKeys) {}

    private final Tenants tenants;
    private final Users users;
    private final ApiKeys apiKeys;
    private final SigningKeys signingKeys;
    private final AccessChanges changes;
    private volatile Picture picture;

    /** Reads everything once. */
    public Directory(Tenants tenants, Users users, ApiKeys apiKeys, SigningKeys signingKeys, AccessChanges changes) {
        this.tenants = tenants;
        this.users = users;
        this.apiKeys = apiKeys;
        this.signingKeys = signingKeys;
        this.changes = changes;
        this.picture = read();
    }

    private Picture read() {
        // The version first: a change while the rest is read makes the next refresh read again.
        long version = changes.version();
        List<User> all = users.all();
        return new Picture(
                version,
                by(tenants.all(), Tenant::id),
                by(all, User::id),
                by(all, User::login),
                by(apiKeys.all(), ApiKey::id),
                List.copyOf(signingKeys.all()));
    }

    private static <K, V> Map<K, V> by(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.toUnmodifiableMap(key, value -> value));
    }

    /**
     * Takes over what changed; to be called each second.
     *
     * @throws HistoryUnavailable what was known stays
     */
    public void refresh() {
        if (changes.version() != picture.version()) {
            picture = read();
        }
    }

    /** The tenant's name. */
    public String tenantName(TenantId id) {
        return tenant(id).name();
    }

    /** Where the tenant's days begin and end. */
    public ZoneId tenantZone(TenantId id) {
        return tenant(id).zone();
    }

    /** The tenant of that number; empty when there is none. */
    public Optional<Tenant> known(TenantId id) {
        return Optional.ofNullable(picture.tenants().get(id));
    }

    private Tenant tenant(TenantId id) {
        Tenant tenant = picture.tenants().get(id);
        if (tenant == null) {
            throw new IllegalStateException("tenant " + id.value() + " is not known");
        }
        return tenant;
    }

    Optional<User> login(String login) {
        return Optional.ofNullable(picture.logins().get(login));
    }

    /** The key that signs new tokens: the newest. */
    SigningKey newestSigningKey() {
        List<SigningKey> keys = picture.signingKeys();
        if (keys.isEmpty()) {
            throw new IllegalStateException("there is no signing key; the service makes one at its start");
        }
        return keys.get(keys.size() - 1);
    }

    @Override
    public Optional<SigningKey> signingKey(String keyId) {
        return picture.signingKeys().stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst();
    }

    @Override
    public Optional<User> user(UserId id, TenantId tenant, long credentialVersion) {
        return Optional.ofNullable(picture.users().get(id))
                .filter(user -> user.tenant().equals(tenant) && user.credentialVersion() == credentialVersion);
    }

    @Override
    public Optional<TenantId> recorder(String key) {
        return RecorderKey.parse(key)
                .flatMap(given -> Optional.ofNullable(picture.keys().get(given.id()))
                        .filter(known -> MessageDigest.isEqual(
                                known.secretHash().getBytes(StandardCharsets.US_ASCII),
                                given.secretHash().getBytes(StandardCharsets.US_ASCII))))
                .map(ApiKey::tenant);
    }
}
