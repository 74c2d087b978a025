package io.flowgauge.bootstrap.wiring;

import io.flowgauge.application.access.Directory;
import io.flowgauge.application.access.FirstStart;
import io.flowgauge.application.access.FirstStart.MadeUp;
import io.flowgauge.application.access.KeyRotation;
import io.flowgauge.application.access.SignIn;
import io.flowgauge.application.port.out.AccessChanges;
import io.flowgauge.application.port.out.ApiKeys;
import io.flowgauge.application.port.out.Passwords;
import io.flowgauge.application.port.out.SigningKeys;
import io.flowgauge.application.port.out.Tenants;
import io.flowgauge.application.port.out.Users;
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
    MadeUp madeUp(Tenants tenants, Users users, ApiKeys apiKeys, Passwords passwords, FlowgaugeSettings settings) {
        return new FirstStart(tenants, users, apiKeys, passwords)
                .prepare(settings.givenAdminPassword(), settings.givenRecorderKey());
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
    SignIn signIn(Directory directory, Passwords passwords, FlowgaugeSettings settings, InstantSource clock) {
        return new SignIn(directory, passwords, settings.tokenLifetime(), clock);
    }
}
