package io.flowgauge.rest.api.access;

import io.flowgauge.application.port.in.AdministerTenants;
import io.flowgauge.application.port.in.AdministerUsers;
import io.flowgauge.application.port.in.SignInOnPage;
import io.flowgauge.domain.PageSession;
import io.flowgauge.domain.Permission;
import io.flowgauge.domain.Tenant;
import io.flowgauge.domain.TenantId;
import io.flowgauge.rest.api.access.SessionsJson.SessionJson;
import io.flowgauge.rest.body.JsonBody;
import io.flowgauge.rest.problem.Problem;
import io.flowgauge.rest.query.Parameters;
import io.flowgauge.rest.security.Caller;
import io.flowgauge.rest.security.ForStrangers;
import io.flowgauge.rest.security.Requires;
import io.flowgauge.rest.security.SessionCookie;
import io.flowgauge.rest.security.SignInProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me} and {@code /api/v1/session}: who one is, one's password and sessions. */
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

    /** A foreign page cannot send JSON without being asked whether it may, so nobody is signed in by one. */
    @ForStrangers
    @PostMapping(
            path = "/api/v1/session",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    MeJson signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonBody body = JsonBody.of(request, "{\"login\": \"…\", \"password\": \"…\"}");
        Optional<String> login = body.text("login");
        Optional<String> password = body.text("password");
        body.check();
        String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
        SignInOnPage.Answer answer =
                sessions.begin(login.orElseThrow(), password.orElseThrow(), request.getRemoteAddr(), agent);
        if (answer instanceof SignInOnPage.Answer.Begun begun) {
            SessionCookie.set(request, response, begun.cookie());
            return me(
                    new Caller.Person(begun.user(), begun.session().tenant(), new Caller.By.Session(begun.session())),
                    SessionCookie.csrfToken(begun.cookie()));
        }
        throw SignInProblem.of(((SignInOnPage.Answer.NotIssued) answer).why());
    }

    @Requires(Permission.OWN_ACCOUNT)
    @GetMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
    MeJson me(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Parameters.only(request);
        Caller.Person person = person(caller);
        return me(
                person,
                person.by() instanceof Caller.By.Session
                        ? SessionCookie.csrfToken(request).orElse(null)
                        : null);
    }

    private MeJson me(Caller.Person person, @Nullable String csrfToken) {
        Tenant tenant = tenants.known(person.tenant());
        return MeJson.of(person, tenant, csrfToken);
    }

    private static Caller.Person person(Caller caller) {
        if (caller instanceof Caller.Person person) {
            return person;
        }
        throw new IllegalStateException("a key has no account");
    }

    private static PageSession session(Caller caller) {
        if (person(caller).by() instanceof Caller.By.Session by) {
            return by.session();
        }
        throw new Problem(403, "this is for sessions of the page; this request came with a token");
    }

    @Requires(Permission.OWN_ACCOUNT)
    @DeleteMapping(path = "/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(@AuthenticationPrincipal Caller caller, HttpServletRequest request, HttpServletResponse response) {
        Parameters.only(request);
        PageSession session = session(caller);
        sessions.end(caller.actor(request), session.user(), session.id());
        SessionCookie.clear(request, response);
    }

    @Requires(Permission.GOVERN)
    @PutMapping(path = "/api/v1/session/tenant", produces = MediaType.APPLICATION_JSON_VALUE)
    MeJson switchTenant(@AuthenticationPrincipal Caller caller, HttpServletRequest request) throws IOException {
        Parameters.only(request);
        PageSession session = session(caller);
        JsonBody body = JsonBody.of(request, "{\"tenantId\": 1}");
        body.only("tenantId");
        Optional<TenantId> tenant = body.number("tenantId", 1, Long.MAX_VALUE).map(TenantId::new);
        if (tenant.isEmpty()) {
            body.fault("tenantId", "tenantId must be there, as a number");
        }
        body.check();
        PageSession moved = Outcome.of(
                sessions.switchTenant(caller.actor(request), session, tenant.orElseThrow()), "there is no such tenant");
        Caller.Person there = new Caller.Person(person(caller).user(), moved.tenant(), new Caller.By.Session(moved));
        return me(there, SessionCookie.csrfToken(request).orElse(null));
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
        return new SessionsJson(sessions.sessions(person(caller).user().id()).stream()
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
                sessions.end(caller.actor(request), person(caller).user().id(), sessionId),
                "you have no session of that id");
    }
}
