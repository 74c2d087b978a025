package io.flowgauge.application.access;

import static io.flowgauge.application.port.out.PortFixture.TEN;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.MemoryAccounts;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.Users.NewUser;
import io.flowgauge.domain.AuditEvent;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Accounts in memory with those who administer them. */
final class Household {
    static final String PASSWORD = "seven quiet otters ride";

    final MemoryAccounts accounts = new MemoryAccounts();
    final Moved clock = new Moved(TEN);
    final Tenant home = accounts.tenants().named("home", ZoneOffset.UTC);
    final Directory directory;
    final UserAdministration users;
    final KeyAdministration keys;
    final TenantAdministration tenants;
    final Changes changes;
    final AuditLog audit;
    private final Passwords passwords;

    Household(Passwords passwords) {
        this.passwords = passwords;
        accounts.signingKeys().addUnlessNewer(new SigningKey("key", new byte[32], TEN), Instant.MAX);
        directory = new Directory(
                accounts.tenants(), accounts.users(), accounts.apiKeys(), accounts.signingKeys(), accounts.changes());
        audit = new AuditLog(accounts.trail(), clock);
        changes = new Changes(accounts.transactions(), accounts.users(), directory);
        SignIn signIn = new SignIn(directory, passwords, Duration.ofMinutes(10), audit, clock);
        users = new UserAdministration(
                accounts.users(),
                accounts.tenants(),
                changes,
                passwords,
                (password, login) -> Optional.empty(),
                signIn,
                audit,
                clock);
        keys = new KeyAdministration(accounts.apiKeys(), accounts.tenants(), changes, audit, clock);
        tenants =
                new TenantAdministration(accounts.tenants(), accounts.deletions(10), changes, directory, audit, clock);
    }

    /** A user of {@link #home} with {@link #PASSWORD}. */
    User user(String login, Role... roles) {
        User user = accounts.users()
                .add(new NewUser(home.id(), login, passwords.hash(PASSWORD), Set.of(roles), false, TEN))
                .orElseThrow();
        directory.refresh();
        return user;
    }

    Actor actor(User user) {
        return Actor.of(user, home.id(), "192.0.2.1");
    }

    /** What is in the audit trail. */
    List<AuditEvent> written() {
        audit.flush();
        AuditTrail.Filter all = new AuditTrail.Filter(
                home.id(), true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return accounts.trail().page(all, Long.MAX_VALUE, 1_000).stream()
                .map(AuditTrail.Numbered::event)
                .toList();
    }

    User stored(User user) {
        return accounts.users().share(user.id()).orElseThrow();
    }
}
