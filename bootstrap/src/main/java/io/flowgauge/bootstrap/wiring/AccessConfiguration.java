package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.AuditLog;
import io.flowgauge.application.access.Changes;
import io.flowgauge.application.access.Credentials;
import io.flowgauge.application.access.DeletionUpkeep;
import io.flowgauge.application.access.Directory;
import io.flowgauge.application.access.FirstStart;
import io.flowgauge.application.access.FirstStart.MadeUp;
import io.flowgauge.application.access.KeyAdministration;
import io.flowgauge.application.access.KeyRotation;
import io.flowgauge.application.access.Sessions;
import io.flowgauge.application.access.SignIn;
import io.flowgauge.application.access.TenantAdministration;
import io.flowgauge.application.access.UserAdministration;
import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.AuditTrail;
import io.flowgauge.application.port.out.PageSessions;
import io.flowgauge.application.port.out.PasswordStrength;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.application.port.out.TenantDeletions;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.bootstrap.settings.BadSetting;
import io.flowgauge.bootstrap.settings.FlowgaugeSettings;
import io.flowgauge.rest.exposure.Exposure;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may: tenants, users, keys. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    Exposure exposure(FlowgaugeSettings settings) {
        return settings.exposure();
    }

    @Bean
    Passwords passwords() {
        return new Argon2Passwords();
    }

    @Bean
    MadeUp madeUp(
            Tenants tenants,
            Users users,
            ApiKeys apiKeys,
            Passwords passwords,
            PasswordStrength strength,
            Transactions transactions,
            AuditTrail trail,
            FlowgaugeSettings settings,
            InstantSource clock) {
        FirstStart start = new FirstStart(tenants, users, apiKeys, passwords, strength, transactions, trail, clock);
        try {
            return start.prepare(settings.givenAdminPassword(), settings.givenRecorderKey());
        } catch (FirstStart.WeakPassword weak) {
            throw new BadSetting("flowgauge.admin-password (FLOWGAUGE_ADMIN_PASSWORD) will not do: " + weak.getMessage()
                    + "; or leave it out, and one is made up");
        }
    }

    @Bean
    KeyRotation keyRotation(SigningKeys keys, FlowgaugeSettings settings, InstantSource clock) {
        KeyRotation rotation = new KeyRotation(keys, settings.tokenLifetime());
        rotation.rotate(clock.instant());
        return rotation;
    }

    /** Reads what is there once what the first start makes ({@code made}) and a signing key ({@code rotated}) are. */
    @Bean
    Directory directory(
            Tenants tenants,
            Users users,
            ApiKeys apiKeys,
            SigningKeys signingKeys,
            AccessChanges changes,
            MadeUp made,
            KeyRotation rotated) {
        return new Directory(tenants, users, apiKeys, signingKeys, changes);
    }

    @Bean
    AuditLog auditLog(AuditTrail trail, InstantSource clock) {
        return new AuditLog(trail, clock);
    }

    @Bean
    SignIn signIn(
            Directory directory, Passwords passwords, FlowgaugeSettings settings, AuditLog audit, InstantSource clock) {
        return new SignIn(directory, passwords, settings.tokenLifetime(), audit, clock);
    }

    @Bean
    Sessions sessions(
            Directory directory,
            SignIn signIn,
            PageSessions sessions,
            Tenants tenants,
            Changes changes,
            AuditLog audit,
            FlowgaugeSettings settings,
            InstantSource clock) {
        return new Sessions(
                directory,
                signIn,
                sessions,
                tenants,
                changes,
                audit,
                new Sessions.Limits(
                        settings.session().idle(), settings.session().lifetime()),
                clock);
    }

    @Bean
    Credentials credentials(Directory directory, Sessions sessions, ApiKeys apiKeys, InstantSource clock) {
        return new Credentials(directory, sessions, apiKeys, clock);
    }

    @Bean
    Changes changes(Transactions transactions, Users users, Directory directory) {
        return new Changes(transactions, users, directory);
    }

    @Bean
    PasswordStrength passwordStrength() {
        return new ZxcvbnStrength();
    }

    @Bean
    UserAdministration userAdministration(
            Users users,
            Tenants tenants,
            Changes changes,
            Passwords passwords,
            PasswordStrength strength,
            SignIn signIn,
            AuditLog audit,
            InstantSource clock) {
        return new UserAdministration(users, tenants, changes, passwords, strength, signIn, audit, clock);
    }

    @Bean
    KeyAdministration keyAdministration(
            ApiKeys keys, Tenants tenants, Changes changes, AuditLog audit, InstantSource clock) {
        return new KeyAdministration(keys, tenants, changes, audit, clock);
    }

    @Bean
    TenantAdministration tenantAdministration(
            Tenants tenants,
            TenantDeletions deletions,
            Changes changes,
            Directory directory,
            AuditLog audit,
            InstantSource clock) {
        return new TenantAdministration(tenants, deletions, changes, directory, audit, clock);
    }

    @Bean
    DeletionUpkeep deletionUpkeep(
            TenantDeletions deletions,
            Transactions transactions,
            AuditTrail trail,
            Directory directory,
            InstantSource clock) {
        return new DeletionUpkeep(deletions, transactions, trail, directory, clock);
    }
}
