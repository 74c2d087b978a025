package io.flowgauge.persistence;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

/** Rows of accounts to the domain. */
@Mapper(implementationName = "Generated<CLASS_NAME>")
interface AccountMapping {
    Tenant tenant(TenantRow row);

    // MapStruct takes methods that return another of their kind for setters.
    @Mapping(target = "tenant", source = "tenantId")
    @Mapping(target = "withRoles", ignore = true)
    @Mapping(target = "withEnabled", ignore = true)
    User user(UserRow row);

    @Mapping(target = "tenant", source = "tenantId")
    @Mapping(target = "expiring", ignore = true)
    ApiKey apiKey(ApiKeyRow row);

    SigningKey signingKey(SigningKeyRow row);

    @Mapping(target = "user", source = "userId")
    @Mapping(target = "tenant", source = "tenantId")
    @Mapping(target = "in", ignore = true)
    @Mapping(target = "usedAt", ignore = true)
    PageSession session(PageSessionRow row);

    default TenantId tenantId(long id) {
        return new TenantId(id);
    }

    default UserId userId(long id) {
        return new UserId(id);
    }

    default ZoneId zone(String zone) {
        return ZoneId.of(zone);
    }

    default Role role(String word) {
        return Role.ofWord(word)
                .orElseThrow(() -> new IllegalStateException("role " + word + " is not known to this version"));
    }

    default Tenant.State state(String word) {
        return Tenant.State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    default Optional<Instant> instant(@Nullable Instant value) {
        return Optional.ofNullable(value);
    }

    default Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value);
    }

    default OptionalInt number(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
