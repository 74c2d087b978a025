package io.flowgauge.persistence;

import io.flowgauge.domain.ApiKey;
import io.flowgauge.domain.Role;
import io.flowgauge.domain.SigningKey;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.domain.User;
import io.flowgauge.domain.UserId;
import java.time.ZoneId;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;

/** Rows of accounts to the domain. */
@Mapper(implementationName = "Generated<CLASS_NAME>")
interface AccountMapping {
    Tenant tenant(TenantRow row);

    @Mapping(target = "tenant", source = "tenantId")
    User user(UserRow row);

    @Mapping(target = "tenant", source = "tenantId")
    ApiKey apiKey(ApiKeyRow row);

    SigningKey signingKey(SigningKeyRow row);

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
}
