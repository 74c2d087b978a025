package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.AdministerTenants;
import io.flowgauge.application.port.in.AdministerUsers;
import io.flowgauge.application.port.in.SignInOnPage;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.TenantId;
import io.flowgauge.rest.api.access.SessionsJson.SessionJson;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me}: who one is, in which tenant, one's password and sessions. */
@RestController
class MeEndpoint {
    private final AdministerUsers users;
    private final AdministerTenants tenants;
    private final SignInOnPage sessions;

    MeEndpoint(AdministerUsers users, AdministerTenants tenants, SignInOnPage sessions) {
        this.users = users;
        this.tenants = tenants;
        this.sessions = sessions;
    }

    @Requires(Permission.OWN_ACCOUNT)
    @GetMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
    MeJson me(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request);
        Caller.Person person = caller.person();
        return MeJson.of(person, tenants.known(person.tenant()));
    }

    @Requires(Permission.GOVERN)
    @PutMapping(path = "/api/v1/session/tenant", produces = MediaType.APPLICATION_JSON_VALUE)
    MeJson switchTenant(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        Caller.By.Session by = caller.bySession();
        JsonBody body = JsonBody.of(request, "{\"tenantId\": 1}");
        body.only("tenantId");
        Optional<TenantId> tenant = body.number("tenantId", 1, Long.MAX_VALUE).map(TenantId::new);
        if (tenant.isEmpty()) {
            body.fault("tenantId", "tenantId must be there, as a number");
        }
        body.check();
        PageSession moved = Outcome.of(
                sessions.switchTenant(caller.actor(request), by.session(), tenant.orElseThrow()),
                "there is no such tenant");
        Caller.Person there =
                new Caller.Person(caller.person().user(), moved.tenant(), new Caller.By.Session(moved, by.csrfToken()));
        return MeJson.of(there, tenants.known(moved.tenant()));
    }

    @Requires(Permission.OWN_ACCOUNT)
    @PutMapping(path = "/api/v1/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void choosePassword(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        JsonBody body = JsonBody.of(request, "{\"current\": \"…\", \"password\": \"…\"}");
        body.only("current", "password");
        Optional<String> current = body.text("current");
        Optional<String> password = body.text("password");
        body.check();
        Outcome.of(
                users.choosePassword(caller.actor(request), current.orElseThrow(), password.orElseThrow()),
                "the user is gone");
    }

    @Requires(Permission.OWN_ACCOUNT)
    @GetMapping(path = "/api/v1/me/sessions", produces = MediaType.APPLICATION_JSON_VALUE)
    SessionsJson sessions(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request);
        return new SessionsJson(sessions.sessions(caller.person().user().id()).stream()
                .map(session -> SessionJson.of(session, caller))
                .toList());
    }

    @Requires(Permission.OWN_ACCOUNT)
    @DeleteMapping(path = "/api/v1/me/sessions/{sessionId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSession(
            @AuthenticationPrincipal Caller caller, @PathVariable String sessionId, HttpServletRequest request) {
        Parameters.only(request);
        Outcome.of(
                sessions.end(caller.actor(request), caller.person().user().id(), sessionId),
                "you have no session of that id");
    }
}
