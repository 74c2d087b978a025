package io.flowgauge.http;

import io.flowgauge.application.access.Directory;
import io.flowgauge.application.access.PlainKey;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Accounts of a running service that are there without its interfaces having been asked for them. */
final class Accounts {
    static final TenantId DEFAULT = new TenantId(1);
    static final String PASSWORD = "a password of test users";

    private static final String HASH =
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(PASSWORD);

    private final RunningService service;

    Accounts(RunningService service) {
        this.service = service;
    }

    Tenant tenant(String name, ZoneId zone) {
        Tenant tenant = service.bean(Tenants.class).named(name, zone);
        service.bean(Directory.class).refresh();
        return tenant;
    }

    /** Adds a user and signs in. */
    String token(TenantId tenant, String login, Role... roles) {
        user(tenant, login, roles);
        return service.token(login, PASSWORD);
    }

    User user(TenantId tenant, String login, Role... roles) {
        User user = service.bean(Users.class)
                .add(new Users.NewUser(tenant, login, HASH, Set.of(roles), false, now()))
                .orElseThrow();
        service.bean(Directory.class).refresh();
        return user;
    }

    void recorder(TenantId tenant, String key) {
        key(tenant, key, Role.RECORDER);
    }

    void key(TenantId tenant, String key, Role role) {
        ApiKey recorder = PlainKey.parse(key).orElseThrow().recorder(tenant, now());
        service.bean(ApiKeys.class)
                .put(new ApiKey(
                        recorder.id(),
                        tenant,
                        recorder.name(),
                        role,
                        recorder.secretHash(),
                        recorder.created(),
                        recorder.expires(),
                        recorder.requestsPerMinute(),
                        recorder.createdBy()));
        service.bean(Directory.class).refresh();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
