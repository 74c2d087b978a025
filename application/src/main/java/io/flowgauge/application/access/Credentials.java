package io.flowgauge.application.access;

import io.flowgauge.application.port.in.CheckAccess;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tells whose a credential is, and notes its use. */
public final class Credentials implements CheckAccess {
    private final Directory directory;
    private final Sessions sessions;
    private final ApiKeys apiKeys;
    private final InstantSource clock;
    private final KeyUse keyUse = new KeyUse();

    public Credentials(Directory directory, Sessions sessions, ApiKeys apiKeys, InstantSource clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.apiKeys = apiKeys;
        this.clock = clock;
    }

    @Override
    public Optional<SigningKey> signingKey(String keyId) {
        return directory.signingKey(keyId);
    }

    @Override
    public Optional<User> user(UserId id, TenantId tenant, long credentialVersion) {
        return directory.user(id, tenant, credentialVersion);
    }

    @Override
    public KeyAnswer key(String key) {
        Optional<PlainKey> given = PlainKey.parse(key);
        if (given.isEmpty()) {
            return new KeyAnswer.Refused("it has not the form of a key");
        }
        Optional<ApiKey> known = directory.key(given.get());
        if (known.isEmpty()) {
            return new KeyAnswer.Refused("there is no key of that id and secret in an open tenant");
        }
        Instant now = clock.instant();
        if (known.get().isExpired(now)) {
            return new KeyAnswer.Refused("key " + known.get().id() + " has expired");
        }
        Optional<Duration> wait = keyUse.take(known.get(), now);
        return wait.<KeyAnswer>map(until -> new KeyAnswer.TooMany(known.get(), until))
                .orElseGet(() -> new KeyAnswer.Valid(known.get()));
    }

    @Override
    public boolean isStillLetIn(ApiKey key) {
        return directory.isOpen(key) && !key.isExpired(clock.instant());
    }

    @Override
    public Optional<SignedIn> session(String cookie) {
        return sessions.of(cookie);
    }

    /** Writes when keys and sessions were last used; to be called each minute. */
    public void writeUses() {
        keyUse.write(apiKeys);
        sessions.writeUses();
    }
}
