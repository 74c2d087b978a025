package io.flowgauge.application.access;

import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.HistoryUnavailable;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.lang.System.Logger.Level;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tenants, users and keys as last read, so that access is checked without PostgreSQL. */
public final class Directory {
    // Readers see one immutable picture; the refresh alone replaces it.

    private static final System.Logger LOG = System.getLogger(Directory.class.getName());

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
     * Takes over what changed; to be called twice a second.
     *
     * @throws HistoryUnavailable what was known stays
     */
    public synchronized void refresh() {
        if (changes.version() != picture.version()) {
            picture = read();
        }
    }

    /** After a change of this node's own, which it should know at once; what cannot be read now is read by the next {@link #refresh}. */
    void refreshAfterChange() {
        try {
            refresh();
        } catch (HistoryUnavailable away) {
            LOG.log(Level.DEBUG, "a change is taken over later", away);
        }
    }

    /** Another number once anything that is held here changed. */
    long version() {
        return picture.version();
    }

    /** The tenant's name. */
    public String tenantName(TenantId id) {
        return tenant(id).name();
    }

    /** Where the tenant's days begin and end. */
    public ZoneId tenantZone(TenantId id) {
        return tenant(id).zone();
    }

    Tenant tenant(TenantId id) {
        Tenant tenant = picture.tenants().get(id);
        if (tenant == null) {
            throw new IllegalStateException("tenant " + id.value() + " is not known");
        }
        return tenant;
    }

    /** The tenant of that number; empty when there is none, or it is being deleted. */
    public Optional<Tenant> known(TenantId id) {
        return known(id, picture);
    }

    private static Optional<Tenant> known(TenantId id, Picture now) {
        return Optional.ofNullable(now.tenants().get(id)).filter(tenant -> tenant.state() != Tenant.State.DELETING);
    }

    /** The user of that login, if let in. */
    Optional<User> login(String login) {
        Picture now = picture;
        return Optional.ofNullable(now.logins().get(login)).filter(user -> isLetIn(user, now));
    }

    /** A SuperAdmin is let in also where the tenant is disabled, and is the one who can change that. */
    private static boolean isLetIn(User user, Picture now) {
        return user.enabled()
                && known(user.tenant(), now)
                        .filter(tenant -> tenant.isOpen() || user.is(Role.SUPER_ADMIN))
                        .isPresent();
    }

    /** The key that signs new tokens: the newest. */
    SigningKey newestSigningKey() {
        List<SigningKey> keys = picture.signingKeys();
        if (keys.isEmpty()) {
            throw new IllegalStateException("there is no signing key; the service makes one at its start");
        }
        return keys.get(keys.size() - 1);
    }

    Optional<SigningKey> signingKey(String keyId) {
        return picture.signingKeys().stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst();
    }

    /**
     * The user of that number, if let in, unchanged since and at home in the tenant, or one who may be in any.
     *
     * @param credentialVersion what the user's was
     */
    Optional<User> user(UserId id, TenantId tenant, long credentialVersion) {
        Picture now = picture;
        return Optional.ofNullable(now.users().get(id))
                .filter(user -> user.credentialVersion() == credentialVersion && isLetIn(user, now))
                .filter(user -> user.tenant().equals(tenant)
                        || (user.is(Role.SUPER_ADMIN) && known(tenant, now).isPresent()));
    }

    /** The key of that id and secret, in an open tenant, whether expired or not. */
    Optional<ApiKey> key(PlainKey given) {
        Picture now = picture;
        return Optional.ofNullable(now.keys().get(given.id()))
                .filter(known -> Secrets.matches(given.secret(), known.secretHash()))
                .filter(known -> isOfOpenTenant(now, known));
    }

    private static boolean isOfOpenTenant(Picture now, ApiKey key) {
        Tenant tenant = now.tenants().get(key.tenant());
        return tenant != null && tenant.isOpen();
    }

    /** Whether a key that was known before still is, whether expired or not. */
    boolean isOpen(ApiKey key) {
        Picture now = picture;
        ApiKey known = now.keys().get(key.id());
        return known != null && known.secretHash().equals(key.secretHash()) && isOfOpenTenant(now, known);
    }
}
