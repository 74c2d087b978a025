package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.AdministerTenants;
import io.flowgauge.application.port.in.TenantNow;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.TenantId;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants}, of SuperAdmins, and {@code /api/v1/tenant}: the settings of one's own. */
@RestController
class TenantsEndpoint {
    private final AdministerTenants tenants;

    TenantsEndpoint(AdministerTenants tenants) {
        this.tenants = tenants;
    }

    record TenantsJson(List<TenantJson> tenants, @Nullable String next) {}

    @Requires(Permission.GOVERN)
    @GetMapping(path = "/api/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
    TenantsJson tenants(HttpServletRequest request) {
        Parameters.only(request, "limit", "cursor");
        Slice<TenantNow> slice = Slice.of(
                request, "tenants", tenants.tenants(), now -> now.tenant().name());
        return new TenantsJson(slice.items().stream().map(TenantJson::of).toList(), slice.next());
    }

    @Requires(Permission.GOVERN)
    @GetMapping(path = "/api/v1/tenants/{tenantId}", produces = MediaType.APPLICATION_JSON_VALUE)
    TenantJson tenant(@PathVariable String tenantId, HttpServletRequest request) {
        Parameters.only(request);
        return tenants.tenant(Parameters.tenantId(tenantId))
                .map(TenantJson::of)
                .orElseThrow(() -> new Problem(404, notFound(tenantId)));
    }

    private static String notFound(String tenantId) {
        return "there is no tenant " + tenantId;
    }

    @Requires(Permission.GOVERN)
    @PostMapping(path = "/api/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    TenantJson create(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, "{\"name\": \"…\", \"zone\": \"Europe/Paris\"}");
        body.only("name", "zone");
        Optional<String> name = body.text("name", Fields::name);
        Optional<ZoneId> zone = body.textOrNull("zone", Fields::zone);
        body.check();
        return TenantJson.of(Outcome.of(
                tenants.create(caller.actor(request), name.orElseThrow(), zone.orElse(ZoneId.of("UTC"))), ""));
    }

    @Requires(Permission.GOVERN)
    @PatchMapping(path = "/api/v1/tenants/{tenantId}", produces = MediaType.APPLICATION_JSON_VALUE)
    TenantJson edit(@AuthenticationPrincipal Caller caller, @PathVariable String tenantId, HttpServletRequest request)
            throws IOException {
        Parameters.only(request);
        TenantId id = Parameters.tenantId(tenantId);
        JsonBody body = JsonBody.of(
                request, "{\"name\": \"…\", \"zone\": \"…\", \"enabled\": …}, each of which may be left out");
        body.only("name", "zone", "enabled");
        AdministerTenants.Edit edit = new AdministerTenants.Edit(
                body.has("name") ? body.text("name", Fields::name) : Optional.empty(),
                body.has("zone") ? body.text("zone", Fields::zone) : Optional.empty(),
                body.bool("enabled"));
        body.check();
        return TenantJson.of(Outcome.of(tenants.edit(caller.actor(request), id, edit), notFound(tenantId)));
    }

    @Requires(Permission.GOVERN)
    @DeleteMapping(path = "/api/v1/tenants/{tenantId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    TenantJson delete(
            @AuthenticationPrincipal Caller caller, @PathVariable String tenantId, HttpServletRequest request) {
        Parameters.only(request);
        TenantId id = Parameters.tenantId(tenantId);
        return TenantJson.of(Outcome.of(tenants.delete(caller.actor(request), id), notFound(tenantId)));
    }

    @Requires(Permission.WATCH)
    @GetMapping(path = "/api/v1/tenant", produces = MediaType.APPLICATION_JSON_VALUE)
    TenantJson own(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request);
        return TenantJson.of(tenants.known(caller.tenant()));
    }

    @Requires(Permission.ADMINISTER)
    @PatchMapping(path = "/api/v1/tenant", produces = MediaType.APPLICATION_JSON_VALUE)
    TenantJson editOwn(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, "{\"zone\": \"Europe/Paris\"}");
        body.only("zone");
        Optional<ZoneId> zone = body.text("zone", Fields::zone);
        body.check();
        return TenantJson.of(Outcome.of(
                tenants.edit(
                        caller.actor(request),
                        caller.tenant(),
                        new AdministerTenants.Edit(Optional.empty(), zone, Optional.empty())),
                "the tenant is gone"));
    }
}
